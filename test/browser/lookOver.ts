import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** What an eye would catch first: a fault that axe finds in our part of the page, and anything wider than it. */
export async function lookOver(page: Page): Promise<void> {
  // The frame around our pages is Headlamp's.
  const { violations } = await new AxeBuilder({ page }).include('main').analyze();
  expect(
    violations.map(({ id, nodes }) => [id, nodes.map(node => node.html.slice(0, 200))])
  ).toEqual([]);
  const overflow = await page.evaluate(() => {
    const main = document.getElementById('main');
    return main ? main.scrollWidth - main.clientWidth : 0;
  });
  expect(overflow).toBe(0);
}
