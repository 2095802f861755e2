import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { DESKTOP, hasBrowser, openConsole, PHONE, settled, signIn } from './browser.ts';

/** What an owner sets right, what the colleague sees of it, and what the log keeps of it; in the browser. */
describe.skipIf(!hasBrowser)('settings', async () => {
  if (!hasBrowser) return;
  const console_ = await openConsole();
  const colleague = { ...console_, login: 'xiaozhou', password: '每天八点到店里烤面包' };
  const open = async (page: Page, path: string) => {
    await page.goto(`${console_.server.url}${path}`);
    await settled(page);
  };

  test('a member is added, sees what is theirs, and is out the moment they are disabled', async () => {
    const { page, complaints } = await signIn(console_, DESKTOP, 'zh');
    await open(page, '/settings/members');
    await page.getByRole('button', { name: '添加成员' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('姓名').fill('小周');
    await form.getByLabel('登录名').fill(colleague.login);
    await form.getByRole('button', { name: '保存' }).click();
    await form.getByText('请填写密码').waitFor();
    await form.getByLabel('密码', { exact: true }).fill(colleague.password);
    await form.getByRole('button', { name: '保存' }).click();
    await page.getByRole('link', { name: '小周' }).waitFor();
    expect(complaints).toEqual([]);

    const theirs = await signIn(colleague, PHONE, 'zh');
    await open(theirs.page, '/settings/members');
    const pages = theirs.page.getByRole('navigation', { name: '设置的页面' }).getByRole('link');
    expect(await pages.allTextContents()).toEqual(['渠道账号', '成员', '团队', '规则包', '我的账号']);
    expect(await theirs.page.getByRole('button', { name: '添加成员' }).count()).toBe(0);
    await open(theirs.page, '/settings/data');
    await theirs.page.getByText('这个页面需要更多权限').waitFor();
    expect(theirs.complaints).toEqual([]);

    await page.getByRole('link', { name: '小周' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
    await page.getByRole('dialog', { name: '停用小周？' }).getByRole('button', { name: '停用' }).click();
    await page.getByText('已停用小周').first().waitFor();
    await theirs.page.goto(`${console_.server.url}/customers`);
    await theirs.page.waitForURL(/\/login/);
  }, 120_000);

  test('costs are typed down the list of products; the margin stands beside them, and so the product’s page says', async () => {
    const { page, complaints } = await signIn(console_, DESKTOP, 'zh');
    await open(page, '/products');
    const cells = page.locator('tbody [data-cost]');
    const [first, second] = [cells.nth(0), cells.nth(1)];
    await first.getByRole('button').click();
    await first.getByRole('spinbutton').fill('3.5');
    await page.keyboard.press('Enter');
    await second.getByRole('spinbutton').fill('4');
    await page.keyboard.press('Enter');
    await first.getByText('¥3.50').waitFor();
    await second.getByText('¥4.00').waitFor();
    await page.getByText('成本已改为 ¥4.00').first().waitFor();
    await second.getByRole('button').click();
    await second.getByRole('spinbutton').fill('9');
    await page.keyboard.press('Escape');
    await second.getByText('¥4.00').waitFor();
    await page.locator('tbody [data-row-link]').nth(0).click();
    await page.getByText('成本 ¥3.50').waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);

  test('quiet hours are changed from today on; the log says it in words and is intact', async () => {
    const { page, complaints } = await signIn(console_, DESKTOP, 'zh');
    await open(page, '/settings/rules');
    await page.getByRole('button', { name: '修改 营销消息的发送时段' }).click();
    await page.getByRole('dialog').getByLabel('到', { exact: true }).fill('20:30');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    const rule = page.getByRole('listitem').filter({ hasText: '营销消息的发送时段' });
    await rule.getByText('09:00 至 20:30').waitFor();
    await rule.getByText('以前的规定').click();
    await rule.getByText('09:00 至 21:00').waitFor();

    await open(page, '/settings/audit');
    const row = page.getByRole('row').filter({ hasText: '营销消息的发送时段' });
    await row.getByText('到：21:00 → 20:30').waitFor();
    await page.getByText('记录完整').waitFor();
    expect(complaints).toEqual([]);
  }, 120_000);
});
