import { officialAccount, type wecom } from '#channels';
import type { Words } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';

export type Told = {
  state: 'ok' | 'failed' | 'waiting';
  words: Words;
  values?: Record<string, string | number>;
};

const ok = (zh: string, en: string, values: Told['values'] = {}): Told => ({
  state: 'ok',
  words: { zh, en },
  values,
});
const failed = ({ message }: wecom.Failure): Told => ({ state: 'failed', words: message });
const WAITS: Told = {
  state: 'waiting',
  words: { zh: '等前面的步骤通过后再检查。', en: 'Checked once the steps before are done.' },
};

/** The token is refused for these: AppID or AppSecret is wrong, frozen or missing. */
const KEYS_REFUSED: ReadonlySet<number | string> = new Set([40013, 40125, 40243, 41004]);
const ADDRESSES: ReadonlySet<number | string> = new Set([officialAccount.ADDRESS_REFUSED, 61004]);

/** Asks the platform, now, what an official account needs: a way there, keys, address, and the right to list followers. */
export async function checkOfficialAccount(platform: Platform, accountId: number) {
  const client = await officialAccount.openOfficialAccount(platform, accountId);
  const { value: asked } = await officialAccount.walkFollowers(client).next();
  const refused = asked && !asked.ok ? asked : undefined;
  const isUnreached = refused && (typeof refused.code === 'string' || refused.kind === 'retry');
  const network = isUnreached
    ? failed(refused)
    : ok('能连上微信的服务器。', 'WeChat’s servers can be reached.');
  const isAddress = refused !== undefined && ADDRESSES.has(refused.code);
  const keys = isUnreached
    ? WAITS
    : refused && KEYS_REFUSED.has(refused.code)
      ? failed(refused)
      : isAddress
        ? { ...WAITS, words: ADDRESS_FIRST }
        : ok('AppID 和 AppSecret 正确。', 'AppID and AppSecret are right.');
  const address = isAddress
    ? addressOf(refused)
    : keys.state === 'ok'
      ? ok('服务器 IP 可以调用接口。', 'This server’s address may call.')
      : WAITS;
  const followers = address.state !== 'ok' ? WAITS : refused ? failed(refused) : CAN_LIST;
  return { network, keys, address, followers };
}

const ADDRESS_FIRST: Words = {
  zh: '微信先检查 IP，再检查密钥；IP 白名单通过后再看这里。',
  en: 'WeChat looks at the address before the keys; look again once the address is on the allowlist.',
};
const CAN_LIST = ok('可以读取粉丝。', 'Followers can be read.');

/** The platform names the address it saw: that is the one to enter. */
function addressOf(refused: wecom.Failure): Told {
  const ip = /invalid ip ([\d.]+)/.exec(refused.detail ?? '')?.[1];
  if (!ip) return failed(refused);
  return {
    state: 'failed',
    words: {
      zh: '微信看到的服务器 IP 是 {ip}，不在公众号的「IP 白名单」里。把它加进去，几分钟后生效。',
      en: 'WeChat sees this server as {ip}, which is not on the account’s IP allowlist. Add it; it takes effect within minutes.',
    },
    values: { ip },
  };
}
