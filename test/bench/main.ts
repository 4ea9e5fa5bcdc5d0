import { resolve } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { NoGoError } from '../../src/demo/plane/goTools.ts';
import { findChromium, flags } from '../browser/chromium.ts';
import { benchChanges } from './changes.ts';
import { benchDiagnosis } from './diagnosis.ts';
import type { Figure } from './figure.ts';
import { benchGraph } from './graph.ts';
import { benchLedger } from './ledger.ts';
import { benchList } from './list.ts';
import { benchPush } from './push.ts';
import { benchRival } from './rival.ts';
import { benchSidecarLoad } from './sidecarLoad.ts';
import { benchViewer } from './viewer.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const plugin = resolve(import.meta.dirname, '../../dist');

let browser: Promise<Browser> | undefined;
const openPage = async () => {
  browser ??= findChromium().then(executablePath =>
    chromium.launch({ executablePath, args: flags() })
  );
  const context = await (await browser).newContext({ viewport: { width: 1280, height: 800 } });
  return context.newPage();
};

/** Each measures by itself; together they run in this order, one after the other: each wants the machine for itself. */
const benches: Record<string, () => Promise<Figure[]>> = {
  push: () => benchPush(openPage, say),
  list: () => benchList(openPage, plugin, say),
  diagnosis: () => benchDiagnosis(say),
  graph: () => benchGraph(openPage, plugin, say),
  viewer: () => benchViewer(openPage, plugin, say),
  rival: () => benchRival(openPage, plugin, say),
  ledger: () => benchLedger(say),
  changes: () => benchChanges(say),
  sidecar: () => benchSidecarLoad(say),
};

/** What is measured on a real control plane is left out where there is no Go to build one. */
async function run(name: string): Promise<Figure[]> {
  return benches[name]!().catch((error: unknown) => {
    if (!(error instanceof NoGoError)) throw error;
    say(`Left out: ${name}: ${error.message}`);
    return [];
  });
}

const args = process.argv.slice(2);
const isJson = args.includes('--json');
const asked = args.filter(arg => arg !== '--json');
const unknown = asked.filter(name => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  const names = Object.keys(benches).join(', ');
  say(`There is no bench ${unknown.join(', ')}. Name any of ${names}, or none to run all.`);
  process.exit(2);
}

try {
  const figures: Figure[] = [];
  for (const name of asked.length > 0 ? asked : Object.keys(benches)) {
    figures.push(...(await run(name)));
  }
  if (isJson) process.stdout.write(`${JSON.stringify(figures)}\n`);
  else {
    for (const { name, value, unit, goal, met } of figures) {
      process.stdout.write(
        `${met ? 'met   ' : 'MISSED'}  ${name}: ${value} ${unit} (goal ${goal} ${unit})\n`
      );
    }
  }
} finally {
  await (await browser)?.close();
}
