import { chromium, type Route } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { testSimulator } from '../../src/channels/simulator/testing/small-world.ts';
import { findBrowser } from '../../tools/browser.ts';
import { hasBrowser } from './browser.ts';

describe.skipIf(!hasBrowser)('the page of the simulated WeCom', () => {
  test('shows what has happened between its loading and its first question', async () => {
    const it = await testSimulator();
    const browser = await chromium.launch({ executablePath: findBrowser() ?? '', args: ['--no-sandbox'] });
    try {
      await it.post('externalcontact/add_msg_template', {
        sender: 'zhangsan',
        text: { content: '可颂出炉' },
      });
      const page = await browser.newPage();
      const dispatched = async (route: Route) => {
        await it.admin.advance(2);
        await route.continue();
      };
      await page.route('**/parts*', dispatched, { times: 1 });
      await page.goto(`${it.url}/simulator/?member=zhangsan`);
      const confirm = page.getByRole('button', { name: '确认发送' });
      await confirm.click({ timeout: 10_000 });
      await page.getByText('送达 2').first().waitFor();
      expect(await page.locator('.chip .badge').count()).toBe(0);
    } finally {
      await browser.close();
      await it.stop();
    }
  });
});
