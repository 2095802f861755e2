import { beforeEach, describe, expect, it } from 'vitest';
import { browserAuthorizeUrl, clientAuthorizeUrl, whoHolds } from './api/sign-in.ts';
import type { WecomClient } from './client.ts';
import { orThrow } from './outcome.ts';
import { AGENT, CORP, customerId, SECRET, Simulated } from './testing/simulated.ts';
import { makeTickets, signFor } from './tickets.ts';
import { memoryTokenStore } from './tokens.ts';

/** Signing in and signing pages: what the connector makes, the simulator judges with Tencent's own code. */
const simulated = new Simulated();
let client: WecomClient;
beforeEach(() => {
  client = simulated.client();
});

const BACK = 'http://siyu.example/api/v1/sign-in/wecom/callback';
const authorize = () => ({
  ...{ corpId: CORP, agentId: AGENT, redirectUri: BACK, state: 'f00ba4', baseUrl: simulated.url },
});

/** Follows an address as a browser does, and picks somebody on the page. */
async function choose(address: string, person: Record<string, string>): Promise<URL> {
  const page = await fetch(address);
  expect(page.status).toBe(200);
  const body = new URLSearchParams(person);
  for (const [, name = '', value = ''] of (await page.text()).matchAll(
    /type="hidden" name="(\w+)" value="([^"]*)"/g,
  ))
    body.set(name, value);
  const post = await fetch(`${simulated.url}/simulator/authorize`, {
    method: 'POST',
    body,
    redirect: 'manual',
  });
  return new URL(post.headers.get('location') ?? '');
}

describe('signing in', () => {
  it.each([
    ['in the client', clientAuthorizeUrl],
    ['in a browser', browserAuthorizeUrl],
  ])('%s: the code stands for the member, once', async (_, address) => {
    const back = await choose(address(authorize()), { userid: 'ann' });
    expect(`${back.origin}${back.pathname}`).toBe(BACK);
    expect(back.searchParams.get('state')).toBe('f00ba4');
    const code = back.searchParams.get('code') ?? '';
    expect(orThrow(await whoHolds(client, code))).toEqual({ kind: 'member', userId: 'ann' });
    expect(await whoHolds(client, code)).toMatchObject({ ok: false, kind: 'fix_data', code: 42022 });
  });

  it('who is no member is an outsider, and an old or made-up code is nobody', async () => {
    const code = async (person: Record<string, string>) =>
      (await choose(clientAuthorizeUrl(authorize()), person)).searchParams.get('code') ?? '';
    expect(orThrow(await whoHolds(client, await code({ outsider: '1' })))).toEqual({ kind: 'outsider' });
    const old = await code({ userid: 'ann' });
    await simulated.admin.advance(301);
    expect(await whoHolds(client, old)).toMatchObject({ ok: false, kind: 'fix_data', code: 40029 });
    expect(await whoHolds(client, 'made-up')).toMatchObject({ ok: false, code: 40029 });
  });

  it('leads to WeCom’s own pages where there is no simulator', () => {
    const { baseUrl: _, ...real } = authorize();
    expect(clientAuthorizeUrl(real)).toMatch(
      /^https:\/\/open\.weixin\.qq\.com\/connect\/oauth2\/authorize\?appid=ww\w+&redirect_uri=http%3A%2F%2F.*&response_type=code&scope=snsapi_base&agentid=\d+&state=f00ba4#wechat_redirect$/,
    );
    expect(browserAuthorizeUrl(real)).toMatch(
      /^https:\/\/login\.work\.weixin\.qq\.com\/wwlogin\/sso\/login\?login_type=CorpApp&appid=ww/,
    );
  });
});

describe('a page beside a chat', () => {
  const url = 'http://siyu.example/sidebar/?account=acc_1&次=1';
  const sign = async () => {
    const store = memoryTokenStore();
    const tickets = makeTickets(
      simulated.client({ store }),
      { accountId: 1, corpId: CORP, secret: SECRET },
      store,
    );
    const page = { url, nonceStr: 'n0nce', timestamp: 1_780_000_000 };
    return orThrow(await signFor(tickets, page));
  };
  const invoke = (name: string, params: object, at = url) =>
    simulated.admin.invoke(CORP, 'ann', {
      ...{ agentid: AGENT, external_userid: customerId(0), url: at, name, params: { ...params } },
    });

  it('signed by us is taken by the client, for both registrations, at its own address only', async () => {
    const { corp, agent } = await sign();
    expect(await invoke('agentConfig', agent)).toEqual({ err_msg: 'agentConfig:ok' });
    expect(await invoke('preVerifyJSAPI', corp)).toEqual({ err_msg: 'preVerifyJSAPI:ok' });
    expect(await invoke('preVerifyJSAPI', agent)).toMatchObject({
      err_msg: 'preVerifyJSAPI:fail invalid signature',
    });
    expect(await invoke('agentConfig', agent, 'http://siyu.example/sidebar/')).toMatchObject({
      err_msg: 'agentConfig:fail invalid signature',
    });
  });
});
