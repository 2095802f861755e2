import type { BrowserContext, FrameLocator } from 'playwright-core';
import { expect, test } from 'vitest';
import { SimulatorAdmin } from '#channels/simulator/index.ts';
import { type Console, listen, PHONE, settled, signIn } from './browser.ts';

/**
 * What a member does beside a chat, in the simulated client: Siyu's page registers with Tencent's own SDK, the
 * simulator judges its signatures, and nothing is sent before somebody presses send.
 */
export function sidebarTests(console_: Console): void {
  const { server, browser } = console_;
  const api = async (context: BrowserContext, path: string) =>
    await (await context.request.get(`${server.url}/api/v1${path}`)).json();

  test('a member sees whose chat it is and sends a script; the console’s session is another', {
    timeout: 120_000,
  }, async () => {
    const { page: console, context } = await signIn(console_, { width: 1440, height: 900 }, 'zh');
    const { simulator, admin, corpid, userid, customer } = await aChat(context, server.url);
    const page = await context.newPage();
    const complaints = listen(page);
    const query = new URLSearchParams({ corp: corpid, member: userid, customer: customer.external_userid });
    await page.goto(`${simulator}/simulator/sidebar?${query}`);
    const sidebar = page.frameLocator('#page');
    await sidebar.getByRole('heading', { level: 1 }).waitFor();
    await sidebar.locator('.next strong').waitFor();
    await expect.poll(() => sidebar.locator('[aria-busy=true]').count()).toBe(0);

    await sidebar.getByRole('button', { name: '发送' }).first().click();
    const asked = page.locator('#ask-text');
    await asked.waitFor();
    const text = (await asked.textContent()) ?? '';
    expect(text).toContain(customer.name);
    await page.locator('#ask button[value=cancel]').click();
    await sidebar.getByText('没有发送').waitFor();
    expect(await admin.received({ external_userid: customer.external_userid, limit: 1_000 })).toHaveLength(
      customer.before,
    );

    await sidebar.getByRole('button', { name: '发送' }).first().click();
    await page.locator('#ask button[value=send]').click();
    await sidebar.getByText(/^已发送/).waitFor();
    const received = await admin.received({ external_userid: customer.external_userid, limit: 1_000 });
    expect(received).toHaveLength(customer.before + 1);
    expect(received.find(row => row.msgid === 'chat')).toMatchObject({
      userid,
      content: { text: { content: text } },
    });
    await page.locator('#chat').getByText(text.slice(0, 40)).waitFor();

    await followUp(sidebar);
    expect(complaints).toEqual([]);
    await console.reload();
    await settled(console);
    expect((await api(context, '/session')).member.role).toBe('owner');
    await context.close();
  });

  test('without a chat, on a phone, one finds a customer; nothing is wider than the screen', {
    timeout: 60_000,
  }, async () => {
    const { page, complaints, context } = await signIn(console_, PHONE, 'zh');
    await page.goto(`${server.url}/sidebar/`);
    await page.getByRole('heading', { name: '查找我的客户' }).waitFor();
    await page.locator('.found-one').first().click();
    await page.locator('.who').waitFor();
    await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
    await page.getByRole('button', { name: '复制' }).first().waitFor();
    for (const width of [300, 375, 390]) {
      await page.setViewportSize({ width, height: 844 });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth),
        `${width} px`,
      ).toBeLessThanOrEqual(width);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  test('who is no member is refused in words; a member comes in through the login page', {
    timeout: 60_000,
  }, async () => {
    const context = await browser.newContext({ locale: 'zh-CN' });
    const page = await context.newPage();
    await page.goto(`${server.url}/login`);
    await page.getByRole('link', { name: '用企业微信登录' }).click();
    await page.locator('.outsider').click();
    await page.getByText('您不是这家企业的成员').waitFor();
    await page.getByRole('link', { name: '用企业微信登录' }).click();
    const member = page.locator('button[name=userid]').last();
    const name = (await member.textContent())?.trim();
    await member.click();
    await page.waitForURL(`${server.url}/`);
    expect(name).toMatch(new RegExp(`${(await api(context, '/session')).member.name}$`));
    await context.close();
  });

  test('no page of another site may stand around it', async () => {
    const policy = (await fetch(`${server.url}/sidebar/`)).headers;
    expect(policy.get('content-security-policy')).toMatch(
      /^frame-ancestors 'self' http:\/\/127\.0\.0\.1:\d+;/,
    );
    expect(policy.get('x-frame-options')).toBeNull();
    expect((await fetch(`${server.url}/login`)).headers.get('x-frame-options')).toBe('SAMEORIGIN');
  });
}

/** Somebody who is followed and has ordered, as the simulator knows them. */
async function aChat(context: BrowserContext, url: string) {
  const { data: accounts } = await (await context.request.get(`${url}/api/v1/accounts`)).json();
  const simulator = accounts
    .find((one: { simulatorUrl?: string }) => one.simulatorUrl)
    ?.simulatorUrl.replace(/\/simulator\/?$/, '');
  const admin = new SimulatorAdmin(simulator);
  const { corps } = await admin.state();
  const { corpid = '' } = corps[0] ?? {};
  const { userid } = (await admin.tasks({ limit: 1 }))[0]!;
  const [found] = await admin.customers(corpid, { userid, limit: 1 });
  const { external_userid, name } = found!;
  const before = (await admin.received({ external_userid, limit: 1_000 })).length;
  return { simulator, admin, corpid, userid, customer: { external_userid, name, before } };
}

/** A promise is written down, kept, and the next day set: each is there at once. */
async function followUp(sidebar: FrameLocator): Promise<void> {
  await sidebar.getByRole('button', { name: '记下承诺' }).click();
  await sidebar.getByLabel('答应了什么').fill('留两个海盐卷');
  await sidebar.getByRole('button', { name: '记下', exact: true }).click();
  const promise = sidebar.locator('.promises li', { hasText: '留两个海盐卷' });
  await promise.waitFor();
  await promise.getByRole('button', { name: '已兑现' }).click();
  await promise.waitFor({ state: 'detached' });
  await sidebar.getByRole('button', { name: '7 天后' }).click();
  await sidebar.getByText(/^下次跟进：/).waitFor();
}
