import { sql } from 'kysely';
import type { z } from 'zod';
import { openWecom, wecom } from '#channels';
import { type Language, say } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import { readSetting, writeSetting } from '#platform/settings/settings.ts';
import { checkOfficialAccount, type Told } from '../official-account/check-official.ts';
import type { accountCheck } from './contract.ts';

type Check = z.output<typeof accountCheck>;
type Step = Check['steps'][number];

/** gettoken refuses these: corp id or secret is wrong, or the app is off (CHANNELS.md A.2). */
const KEYS_REFUSED: ReadonlySet<number | string> = new Set([40001, 40013, 40091, 41004, 50001, 50003]);
const ADDRESS_REFUSED = 60020;
/** On the way, before any answer that could be read. */
const UNREACHED: ReadonlySet<number | string> = new Set([
  ...['network', 'timeout', 'http_status', 'redirected', 'not_json', 'wrong_json'],
]);

const WAITS: Told = {
  state: 'waiting',
  words: { zh: '等前面的步骤通过后再检查。', en: 'Checked once the steps before are done.' },
};

/**
 * Asks the platform, now, what an account needs to work: a way there, keys, trusted address, visible range, customer
 * contact, and whether it reaches us. Each step says in words what is there or what it was refused with. Nothing is changed.
 */
export async function checkAccount(
  platform: Platform,
  accountId: number,
  language: Language,
): Promise<Check> {
  const account = await platform.db
    .selectFrom('channelAccounts')
    .select(['kind', 'status'])
    .where('id', '=', accountId)
    .executeTakeFirst();
  if (account?.status !== 'active') throw new Problem(NOT_FOUND);
  if (account.kind === 'official_account') {
    const callback = await callbackOf(platform, accountId, 'wechat');
    return present({ ...(await checkOfficialAccount(platform, accountId)), callback }, language);
  }
  if (account.kind !== 'wecom') throw new Problem(NOT_FOUND);
  const client = await openWecom(platform, accountId);
  const contact = await wecom.listFollowUsers(client);
  const network = networkOf(contact);
  const keys = network.state === 'ok' ? keysOf(contact) : WAITS;
  const address = keys.state === 'ok' ? addressOf(contact) : WAITS;
  const goesOn = address.state === 'ok';
  const [range, contacts, callback] = [
    goesOn ? await rangeOf(client) : WAITS,
    goesOn ? contactOf(contact) : WAITS,
    await callbackOf(platform, accountId),
  ];
  return present({ network, keys, address, range, contact: contacts, callback }, language);
}

function present(steps: Partial<Record<Step['step'], Told>>, language: Language): Check {
  return {
    steps: Object.entries(steps).map(([step, told]) => ({
      step: step as Step['step'],
      state: told.state,
      message: say(told.words, language, told.values),
    })),
  };
}

const ok = (zh: string, en: string, values?: Told['values']): Told => ({
  ...{ state: 'ok', words: { zh, en } },
  ...(values && { values }),
});
const failed = ({ message }: wecom.Failure): Told => ({ state: 'failed', words: message });

function networkOf(outcome: wecom.Outcome<unknown>): Told {
  if (!outcome.ok && (UNREACHED.has(outcome.code) || isBusy(outcome))) return failed(outcome);
  return ok('能连上企业微信的服务器。', 'WeCom’s servers can be reached.');
}

/** It answered, but not to the question: of the keys nothing is known yet. */
const isBusy = ({ kind }: wecom.Failure) => kind === 'retry' || kind === 'slow_down';

function keysOf(outcome: wecom.Outcome<unknown>): Told {
  if (!outcome.ok && KEYS_REFUSED.has(outcome.code)) return failed(outcome);
  return ok('企业 ID 和 Secret 正确。', 'Corp id and secret are right.');
}

/** WeCom names the address it saw: that is the one to enter. */
function addressOf(outcome: wecom.Outcome<unknown>): Told {
  if (outcome.ok || outcome.code !== ADDRESS_REFUSED)
    return ok('服务器 IP 可以调用接口。', 'This server’s address may call.');
  const ip = /from ip: ([\da-fA-F.:]+)/.exec(outcome.detail ?? '')?.[1];
  if (!ip) return failed(outcome);
  return {
    state: 'failed',
    words: {
      zh: '企业微信看到的服务器 IP 是 {ip}，不在应用的「企业可信IP」里。把它加进去，约 1 分钟后生效。',
      en: 'WeCom sees this server as {ip}, which is not among the app’s trusted IPs. Add it; it takes effect in about a minute.',
    },
    values: { ip },
  };
}

async function rangeOf(client: wecom.WecomClient): Promise<Told> {
  let count = 0;
  for await (const page of wecom.walkMembers(client)) {
    if (!page.ok) return failed(page);
    count += page.data.length;
  }
  if (count > 0)
    return ok('可见范围内有 {count} 位成员。', '{count} members are in the visible range.', { count });
  return {
    state: 'failed',
    words: {
      zh: '应用的可见范围里没有成员。请把要用私域的成员或部门加进可见范围。',
      en: 'Nobody is in the app’s visible range. Add the members or departments who serve customers.',
    },
  };
}

function contactOf(outcome: wecom.Outcome<readonly string[]>): Told {
  if (!outcome.ok) return failed(outcome);
  const count = outcome.data.length;
  if (count > 0)
    return ok(
      '{count} 位成员开通了客户联系，应用可以读取他们的客户。',
      '{count} members have customer contact, and the app may read their customers.',
      { count },
    );
  return {
    state: 'failed',
    words: {
      zh: '没有成员开通客户联系。请在「客户联系 › 权限配置」里加上成员，并把这个应用加到「可调用接口的应用」。',
      en: 'No member has customer contact. Add members under Customer contact › Permissions, and this app to those that may call its API.',
    },
  };
}

const NAME = (accountId: number) => `account.callback.${accountId}`;

/** WeCom has asked the address back and had the right answer. */
export async function noteVerified({ db, clock }: Platform, accountId: number): Promise<void> {
  await writeSetting(db, clock, 'system', NAME(accountId), { verifiedAt: clock.now().toISOString() });
}

const PLATFORMS = {
  wecom: { zh: '企业微信', en: 'WeCom', act: { zh: '「保存」', en: 'press save in its console' } },
  wechat: {
    ...{ zh: '微信', en: 'WeChat' },
    act: { zh: '「提交」和「启用」', en: 'submit and enable it on the platform' },
  },
} as const;

async function callbackOf(
  { db }: Platform,
  accountId: number,
  platform: keyof typeof PLATFORMS = 'wecom',
): Promise<Told> {
  const { zh, en, act } = PLATFORMS[platform];
  const verified = await readSetting<{ verifiedAt: string }>(db, NAME(accountId));
  const { rows } = await sql<{ at: Date }>`
    select received_at as at from channel_inbox where account_id = ${accountId} order by received_at desc limit 1`.execute(
    db,
  );
  if (rows[0]?.at)
    return ok(`收到过${zh}的回调，最近一次在 {at}。`, `${en} has told us of changes, last at {at}.`, {
      at: wallClock(rows[0].at),
    });
  if (verified)
    return ok(
      `回调地址已通过${zh}验证，还没有收到变更。`,
      `${en} has verified the address; nothing has changed since.`,
    );
  return {
    state: 'waiting',
    words: {
      zh: `${zh}还没有验证过回调地址。填好 Token 和 EncodingAESKey 后，在管理后台点${act.zh}，这里会自动变绿。`,
      en: `${en} has not verified the address yet. With Token and EncodingAESKey saved here, ${act.en}; this turns green by itself.`,
    },
  };
}

const wallClock = (at: Date) =>
  new Intl.DateTimeFormat('zh-CN', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone: 'Asia/Shanghai',
  }).format(at);
