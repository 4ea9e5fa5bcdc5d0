import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { NoGoError } from '../../src/demo/plane/goTools.ts';
import { findChromium, flags } from '../browser/chromium.ts';
import { benchChanges } from './changes.ts';
import type { Figure } from './figure.ts';
import { benchLedger } from './ledger.ts';
import { benchList } from './list.ts';
import { benchPush } from './push.ts';
import { benchSidecarLoad } from './sidecarLoad.ts';
import { benchViewer } from './viewer.ts';

const isJson = process.argv.includes('--json');
const say = (line: string) => process.stderr.write(`${line}\n`);
const plugin = resolve(import.meta.dirname, '../../dist');

const browser = await chromium.launch({ executablePath: await findChromium(), args: flags() });
const openPage = async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  return context.newPage();
};

/** What is measured on a real control plane is left out where there is no Go to build one. */
async function whereGoIs(bench: () => Promise<Figure[]>): Promise<Figure[]> {
  return bench().catch((error: unknown) => {
    if (!(error instanceof NoGoError)) throw error;
    say(`Left out: ${error.message}`);
    return [];
  });
}

try {
  // One after the other: each wants the machine for itself.
  const figures = [
    ...(await benchPush(openPage, say)),
    ...(await benchList(openPage, plugin, say)),
    ...(await benchViewer(openPage, plugin, say)),
    ...(await benchLedger(say)),
    ...(await whereGoIs(() => benchChanges(say))),
    ...(await whereGoIs(() => benchSidecarLoad(say))),
  ];
  if (isJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else {
    for (const { name, value, unit, goal, met } of figures) {
      process.stdout.write(
        `${met ? 'met   ' : 'MISSED'}  ${name}: ${value} ${unit} (goal ${goal} ${unit})\n`
      );
    }
  }
} finally {
  await browser.close();
}
