import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { findChromium, flags } from './chromium.ts';
import { cloneHomelab } from './clone.ts';
import { startDemo } from './startDemo.ts';

// The picture of the README: what the overview says after a push that the API server refuses.
const file = resolve(import.meta.dirname, '../../public/screenshot.png');
const subject = 'ai: Run two of ollama';
const path = 'flux/apps/noah/ai/ollama/deployment.yaml';

const { demo, close } = await startDemo();
const browser = await chromium.launch({ executablePath: await findChromium(), args: flags() });
const clone = await cloneHomelab(demo.git);
try {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 720 },
    deviceScaleFactor: 1.5,
    reducedMotion: 'reduce',
  });
  await page.goto(`${demo.ui}/c/noah/lumen/overview`);
  await page.getByText('Nothing is broken').waitFor({ timeout: 90_000 });
  const good = await clone.read(path);
  await clone.write(path, good.replace(/replicas: \d+/, 'replicas: two'));
  await clone.push(subject);
  await page
    .getByText(/is broken/)
    .first()
    .waitFor({ timeout: 60_000 });
  await page
    .getByRole('list', { name: 'What needs attention' })
    .getByText(/ollama/)
    .first()
    .waitFor({ timeout: 60_000 });
  // What the sidecar tells of the commit follows a moment later.
  for (const told of [/came with/, subject])
    await page.getByText(told).first().waitFor({ timeout: 30_000 });
  await page.screenshot({ path: file });
  process.stdout.write(`${file}\n`);
} finally {
  await clone.close();
  await browser.close();
  await close();
}
