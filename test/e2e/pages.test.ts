import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { PAGES } from '../../src/web/pages.ts';
import { DESKTOP, hasBrowser, openConsole, PHONE, settled, signIn } from './browser.ts';

/**
 * Every page there is, opened with the demo shop behind it, in both languages and at both widths: the browser
 * complains of nothing, no request fails, nothing is wider than the screen, and the page has a heading.
 * `TEST_SHOTS=FOLDER` keeps a picture of each.
 */
describe.skipIf(!hasBrowser)('every page', async () => {
  if (!hasBrowser) return;
  const console_ = await openConsole();
  const shots = process.env.TEST_SHOTS;
  if (shots) mkdirSync(shots, { recursive: true });

  // One after the other: the language is the member's, in all their tabs. A window made narrower saves loading again.
  // In Chinese each page is the first one opened, in English one goes to it from the one before.
  test.each(['zh', 'en'] as const)('in %s', { timeout: 600_000 }, async language => {
    const { page, complaints, context } = await signIn(console_, DESKTOP, language);
    const get: Get = async path =>
      await (await context.request.get(`${console_.server.url}/api/v1${path}`)).json();
    const found: string[] = [];
    for (const { path, opened } of await addresses(get)) {
      await page.setViewportSize(DESKTOP);
      await OPEN[language](page, console_.server.url + opened);
      for (const [device, viewport] of DEVICES) {
        await page.setViewportSize(viewport);
        await settled(page);
        const wide = await tooWide(page, viewport.width);
        if (wide > 0) found.push(`${opened} is ${wide} px wider than the screen of a ${device}`);
        const name = `${device}-${language}-${path.slice(1).replaceAll('/', '-') || 'home'}`;
        if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
      }
      if ((await page.locator('h1').count()) !== 1) found.push(`${opened} has not one heading`);
      if (new URL(page.url()).pathname !== opened.split('?')[0]) found.push(`${opened} led to ${page.url()}`);
      found.push(...complaints.splice(0).map(complaint => `${opened}: ${complaint}`));
    }
    expect(found).toEqual([]);
    await context.close();
  });
});

const OPEN = {
  zh: (page: Page, address: string) => page.goto(address),
  en: async (page: Page, address: string) => {
    await page.evaluate(to => {
      document.querySelector('h1')?.setAttribute('data-left', '');
      history.pushState(null, '', to);
      dispatchEvent(new PopStateEvent('popstate'));
    }, address);
    await page.locator('h1:not([data-left])').waitFor();
  },
};

const DEVICES = [
  ['desktop', DESKTOP],
  ['phone', PHONE],
] as const;

/**
 * By how much the page is wider than the screen, once charts have taken up the new width. A phone's browser would widen
 * its window to fit, so the screen is asked, not the window.
 */
async function tooWide(page: Page, width: number): Promise<number> {
  const fits = (most: number) => document.documentElement.scrollWidth <= most;
  await page.waitForFunction(fits, width, { timeout: 3_000 }).catch(() => undefined);
  return (await page.evaluate(() => document.documentElement.scrollWidth)) - width;
}

const LISTS: Record<string, string> = {
  customerId: '/customers',
  importId: '/imports',
  segmentId: '/segments',
  broadcastId: '/broadcasts',
  productId: '/products',
  codeId: '/live-codes',
  setId: '/code-sets',
  posterId: '/posters',
  touchpointId: '/touchpoints',
  migrationId: '/buyer-migrations',
  momentId: '/moments',
  accountId: '/accounts',
  transferId: '/transfers',
};

type Get = (path: string) => Promise<{ data: { id: string }[] }>;

/** Where each page is, asked for before the first is opened: a connection left alone for long may be given up. */
async function addresses(get: Get): Promise<{ path: string; opened: string }[]> {
  const paths = PAGES.map(({ path }) => path).filter(path => !path.startsWith('/kit'));
  const found: { path: string; opened: string }[] = [];
  for (const path of paths) found.push({ path, opened: await addressOf(path, get) });
  return found;
}

/** The page's path with the first thing of its kind in the place of each parameter. */
async function addressOf(path: string, get: Get): Promise<string> {
  let address = path;
  for (const [place, name = ''] of path.matchAll(/\$(\w+)/g)) {
    const list = LISTS[name];
    const [first] = list ? (await get(list)).data : [];
    if (!first) throw new Error(`The demo has nothing for ${place} of ${path}`);
    address = address.replace(place, first.id);
  }
  return path === '/people'
    ? `${address}?rule=${btoa('{"attribute":"followed","test":{"is":"yes"}}').replaceAll('=', '')}`
    : address;
}
