import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll } from 'vitest';
import type { Language } from '#platform/contract.ts';
import { findBrowser } from '../../tools/browser.ts';
import { type Server, scratch, startServer } from '../operations/server.ts';
import { copyDemoHome } from './demo-home.ts';

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

export type Console = { server: Server; home: string; browser: Browser; login: string; password: string };

/** Whether this machine has a browser; without one the tests of this folder are skipped, and `npm test` says so. */
export const hasBrowser = findBrowser() !== undefined;

/** Siyu with the demo shop, as `npm start` runs it, and a browser before it. */
export async function openConsole(): Promise<Console> {
  const home = join(scratch, 'console');
  const owner = await copyDemoHome(home);
  const [server, browser] = await Promise.all([
    startServer(home),
    chromium.launch({ executablePath: findBrowser() ?? '', args: ['--no-sandbox'] }),
  ]);
  afterAll(async () => {
    await browser.close();
    await server.stop();
  });
  return { server, home, browser, ...owner };
}

/** What a browser complains of while somebody uses the console: there must be nothing. */
export type Complaints = string[];

/** A tab of its own, signed in by the login page. */
export async function signIn(
  { server, browser, login, password }: Console,
  viewport: { width: number; height: number },
  language: Language,
): Promise<{ page: Page; complaints: Complaints; context: BrowserContext }> {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const isPhone = viewport.width < 700;
  const context = await browser.newContext({ viewport, locale, hasTouch: isPhone, isMobile: isPhone });
  const page = await context.newPage();
  const complaints = listen(page);
  await page.goto(`${server.url}/login`);
  await page.locator('input[autocomplete=username]').fill(login);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.waitForURL(`${server.url}/`);
  await context.request.patch(`${server.url}/api/v1/session`, {
    data: { language },
    headers: { 'idempotency-key': crypto.randomUUID() },
  });
  await page.reload();
  await settled(page);
  return { page, complaints, context };
}

export function listen(page: Page): Complaints {
  const complaints: Complaints = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(String(error)));
  page.on('response', response => {
    if (response.status() >= 400) complaints.push(`${response.status()} ${response.url()}`);
  });
  return complaints;
}

/** Until the page stands and has had nothing to come for a moment. */
export async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    quiet => {
      const world = window as { settledSince?: number };
      const waits =
        !document.querySelector('h1') ||
        document.querySelector('[data-pending], [aria-busy=true], .ant-spin');
      if (waits) delete world.settledSince;
      else world.settledSince ??= performance.now();
      return world.settledSince !== undefined && performance.now() - world.settledSince > quiet;
    },
    200,
    { polling: 50 },
  );
}
