import type { Locator, Page } from 'playwright-core';
import type { FluxKindName } from '../../src/core/flux/kinds.ts';
import { fluxKinds } from '../../src/core/flux/kinds.ts';

/** Lumen's pages as a person names what is on them: by role and word, never by how they are made. */
export class FluxPages {
  readonly page: Page;
  /** The rows of a list, without its head. */
  readonly rows: Locator;
  readonly sidebar: Locator;
  readonly plan: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.getByRole('grid').getByRole('rowgroup').getByRole('row');
    this.sidebar = page.getByRole('navigation', { name: 'Navigation' });
    this.plan = page.getByRole('dialog');
  }

  row(name: string): Locator {
    // The first link of the cell behind the mark: others lead to sources and causes of the same name.
    const first = this.page.getByRole('gridcell').nth(1).getByRole('link').first();
    const own = first.and(this.page.getByRole('link', { name, exact: true }));
    return this.rows.filter({ has: own });
  }

  button(name: string | RegExp): Locator {
    const exact = typeof name === 'string';
    return this.page.getByRole('main').getByRole('button', { name, exact });
  }

  link(name: string | RegExp): Locator {
    return this.page.getByRole('link', { name });
  }

  /** Of Headlamp's top bar. */
  async signOut(): Promise<void> {
    await this.page.getByRole('button', { name: 'Account of current user' }).click();
    await this.page.getByRole('menuitem', { name: 'Log out' }).click();
  }

  async signIn(token: string): Promise<void> {
    await this.page.getByLabel('ID token').fill(token);
    await this.page.getByRole('button', { name: 'Authenticate' }).click();
  }
}

/** Where a kind is listed, or one object of it is shown, in the cluster of the demo. */
export function pathOf(name: FluxKindName, object = ''): string {
  const kind = fluxKinds.find(each => each.kind === name);
  if (!kind) throw new Error(`Flux has no kind ${name}.`);
  const folder = kind.section === kind.plural ? '' : `${kind.section}/`;
  return `/c/noah/lumen/${folder}${kind.plural}${object && `/flux-system/${object}`}`;
}
