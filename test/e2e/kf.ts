import { expect, test } from 'vitest';
import { type Console, DESKTOP, PHONE, settled, signIn } from './browser.ts';

/** 微信客服 by hand: a customer comes by the link of a scene and asks, is answered in the inbox, and reads it. */
export function kfTests(console_: Console): void {
  test('a customer asks at 微信客服 and is answered, also on a phone', { timeout: 180_000 }, async () => {
    const { page, complaints, context } = await signIn(console_, DESKTOP, 'zh');
    await page.goto(`${console_.server.url}/kf/accounts`);
    await settled(page);
    const link = (await page.locator('code').filter({ hasText: '/kfid/' }).first().textContent()) ?? '';

    const phone = await context.newPage();
    await phone.goto(link);
    await phone.getByLabel('微信昵称').fill('第一次来的客人');
    await phone.getByRole('button', { name: '进入会话' }).click();
    await phone.getByText('感谢购买小满').waitFor({ timeout: 30_000 });
    await phone.getByLabel('以第一次来的客人的身份写').fill('请问可以送货吗？');
    await phone.keyboard.press('Enter');

    await page.goto(`${console_.server.url}/kf`);
    await page.getByRole('link', { name: '第一次来的客人' }).click({ timeout: 30_000 });
    await page.getByRole('log').getByText('请问可以送货吗？').waitFor();
    // What is half written is there again after a look at somebody else.
    await page.getByLabel('回复内容').fill('三公里内');
    await page.getByRole('region', { name: '会话', exact: true }).getByRole('link').last().click();
    await page.getByRole('link', { name: '第一次来的客人' }).click();
    expect(await page.getByLabel('回复内容').inputValue()).toBe('三公里内');
    await page.getByLabel('回复内容').fill('三公里内可以送。');
    await page.getByRole('button', { name: '发送' }).click();
    await phone.getByText('三公里内可以送。').waitFor({ timeout: 30_000 });

    await page.setViewportSize(PHONE);
    await page.getByRole('button', { name: '返回会话列表' }).click();
    await page.getByRole('link', { name: '第一次来的客人' }).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
}
