import chromium from '@sparticuz/chromium';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Names and places of browsers that speak Chromium's protocol, in the order in which they are tried. */
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'msedge'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** The browser of CHROME_PATH, else an installed one, else the one that npm brought (Linux x64). */
export async function findChromium(): Promise<string> {
  const told = process.env.CHROME_PATH;
  if (told) {
    if (existsSync(told)) return told;
    throw new Error(`CHROME_PATH names ${told}, which is not there.`);
  }
  const folders = (process.env.PATH ?? '').split(delimiter);
  const installed = [...names.flatMap(name => folders.map(at => join(at, name))), ...places];
  const found = installed.find(path => existsSync(path));
  if (found) return found;
  if (process.platform === 'linux' && process.arch === 'x64') return chromium.executablePath();
  throw new Error('No Chromium, Chrome or Edge was found: install one, or name it in CHROME_PATH.');
}

/** Quiet, alone and without a graphics card; `rules` as in --host-resolver-rules. */
export const flags = (rules?: string): string[] => [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--mute-audio',
  ...(rules ? [`--host-resolver-rules=${rules}`] : []),
];
