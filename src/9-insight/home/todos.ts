import { sql } from 'kysely';
import type { z } from 'zod';
import { countSuggestions } from '#customers';
import { listWarnings } from '#engagement';
import { type Actor, ownIds, type Permission } from '#platform/auth/actor.ts';
import { DAY, shanghaiDate } from '#platform/clock.ts';
import { type Language, say, type Words } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import { countRule, FEWEST_BUYERS, type Rule } from '#segmentation';
import { countOverdue } from '#service';
import type { todo } from './contract.ts';

type Todo = z.output<typeof todo>;

const WORDS: Record<Todo['kind'], Words> = {
  unconfirmed_tasks: {
    zh: '{n} 个群发任务还在等成员确认，客户还没收到',
    en: 'Broadcasts waiting for members to confirm: {n}; customers have not got them yet',
  },
  tasks_to_confirm: {
    zh: '{n} 个群发任务等你在企业微信里确认',
    en: 'Broadcasts for you to confirm in WeCom: {n}',
  },
  follow_ups: { zh: '{n} 位客户今天该跟进', en: 'Customers due for a follow-up today: {n}' },
  birthdays: { zh: '{n} 位客户未来 7 天过生日', en: 'Birthdays in the next 7 days: {n}' },
  kf_waiting: {
    zh: '微信客服有 {n} 位客户等得太久了',
    en: 'Customers who wait too long at WeChat service: {n}',
  },
  hand_tasks: { zh: '{n} 条消息等你亲手发送', en: 'Messages for you to send by hand: {n}' },
  lost_important: {
    zh: '{n} 位重要客户最近 7 天删除了成员',
    en: 'Important customers who deleted their member in the last 7 days: {n}',
  },
  import_problems: {
    zh: '最近一次导入有 {n} 行没有导入',
    en: 'Rows of the last import that were not imported: {n}',
  },
  tiers_missing: {
    zh: '有 {n} 位客户下过单，但还没有分层',
    en: 'Customers who have bought but have no tier yet: {n}',
  },
  merges_to_decide: {
    zh: '{n} 对记录可能是同一位客户，等人确认',
    en: 'Pairs of records that may be one customer, to decide: {n}',
  },
  account_health: {
    zh: '{n} 个渠道账号的健康需要留意，群发可能在放慢或暂停',
    en: 'Channel accounts whose health needs attention: {n}; broadcasts may be slowed down or paused',
  },
  channel_missing: {
    zh: '还没有接入企业微信，无法联系客户',
    en: 'No WeCom corp is connected; customers cannot be contacted',
  },
  webhooks_failing: {
    zh: '{n} 个 Webhook 接收端收不到推送',
    en: 'Webhook endpoints that take nothing: {n}',
  },
};

/** So long an endpoint may fail before somebody is told; after five days it is stopped. */
const FAILING = DAY;

const BIRTHDAYS: Rule = { attribute: 'birthday', test: { is: 'anniversary', days: 7 } };
const FOLLOW_UPS: Rule = {
  attribute: 'nextFollowUp',
  test: { is: 'within', window: { kind: 'between', from: null, to: null } },
};
const BUYERS: Rule = { attribute: 'orders', test: { is: 'at_least', value: 1 } };
/** Who refuses to be profiled has no tier, and needs none. */
const UNPROFILED: Rule = {
  any: (['all', 'wecom', 'sms', 'hand'] as const).map(channel => ({
    consent: 'refused',
    purpose: 'profiling',
    channel,
  })),
};
const UNTIERED: Rule = {
  all: [{ attribute: 'tier', test: { is: 'empty' } }, BUYERS, { not: UNPROFILED }],
};
const LOST_IMPORTANT: Rule = {
  all: [
    { attribute: 'tier', test: { is: 'one_of', values: ['重要'] } },
    {
      events: 'follow.ended',
      measure: { of: 'count' },
      test: { is: 'at_least', value: 1 },
      window: { kind: 'last', n: 7, unit: 'day' },
      where: [{ property: 'by', test: { is: 'one_of', values: ['customer'] } }],
    },
  ],
};

/** What to do today, the most pressing first; what is nothing to do is left out. */
export async function readTodos(platform: Platform, actor: Actor): Promise<Todo[]> {
  const dueBy = shanghaiDate(platform.clock.now());
  const followUps: Rule = {
    ...FOLLOW_UPS,
    test: { is: 'within', window: { kind: 'between', from: null, to: dueBy } },
  } as Rule;
  const people = async (kind: Todo['kind'], rule: Rule): Promise<Todo> => {
    const { people: count } = await countRule(platform, rule, actor.scope);
    return { kind, count, words: '', to: null, people: rule };
  };
  // Nobody is told to do what only others may.
  const whoMay = (permission: Permission, ask: () => Promise<Todo>) =>
    actor.permissions.has(permission) ? [ask()] : [];
  const found = await Promise.all([
    ...whoMay('channels:write', () => noChannel(platform)),
    ...whoMay('insight:read', () => accountHealth(platform, actor)),
    ...whoMay('settings:write', () => webhooksFailing(platform)),
    ...whoMay('service:read', () => kfWaiting(platform, actor)),
    unconfirmed(platform, actor),
    handTasks(platform, actor),
    people('follow_ups', followUps),
    people('lost_important', LOST_IMPORTANT),
    people('birthdays', BIRTHDAYS),
    ...whoMay('segments:write', () => untiered(platform, actor)),
    ...whoMay('imports:write', () => importProblems(platform)),
    ...whoMay('customers:write', () => mergesToDecide(platform, actor)),
  ]);
  return found.filter(one => one.count > 0).map(one => ({ ...one, words: sayTodo(one, actor.language) }));
}

function sayTodo({ kind, count }: Todo, language: Language): string {
  return say(WORDS[kind], language, { n: count });
}

async function count({ db }: Platform, query: ReturnType<typeof sql<{ n: number }>>): Promise<number> {
  return (await query.execute(db)).rows[0]?.n ?? 0;
}

async function noChannel(platform: Platform): Promise<Todo> {
  const n = await count(
    platform,
    sql`select (not exists (select 1 from channel_accounts where kind = 'wecom' and status = 'active'))::int as n`,
  );
  return { kind: 'channel_missing', count: n, words: '', to: '/settings/accounts', people: null };
}

async function accountHealth({ db, clock }: Platform, { language }: Actor): Promise<Todo> {
  const warnings = await listWarnings(db, clock.now(), language);
  const [first] = warnings;
  const to = first ? `/settings/accounts/acc_${first.account.id}/health` : null;
  return { kind: 'account_health', count: warnings.length, words: '', to, people: null };
}

/** Those that were stopped, and those on the way there. */
async function webhooksFailing(platform: Platform): Promise<Todo> {
  const since = new Date(platform.clock.now().getTime() - FAILING);
  const n = await count(
    platform,
    sql`select count(*) as n from webhook_endpoints
      where status = 'disabled' or status = 'active' and failing_since < ${since}`,
  );
  return { kind: 'webhooks_failing', count: n, words: '', to: '/settings/webhooks', people: null };
}

async function mergesToDecide(platform: Platform, actor: Actor): Promise<Todo> {
  const { open } = await countSuggestions(platform, actor);
  return { kind: 'merges_to_decide', count: open, words: '', to: '/merge-suggestions', people: null };
}

/** Below a handful of buyers there are no tiers to be made, and so nothing to do. */
async function untiered(platform: Platform, { scope }: Actor): Promise<Todo> {
  const [buyers, missing] = await Promise.all([
    countRule(platform, BUYERS, scope),
    countRule(platform, UNTIERED, scope),
  ]);
  const count = buyers.people < FEWEST_BUYERS ? 0 : missing.people;
  return { kind: 'tiers_missing', count, words: '', to: '/tiers', people: null };
}

/**
 * Broadcasts, not tasks: a text with the customer’s name in it makes a task of every customer. Who sends broadcasts looks
 * after everybody's, others after their own.
 */
async function unconfirmed(platform: Platform, { permissions, memberId }: Actor): Promise<Todo> {
  const isLead = permissions.has('broadcasts:send');
  const { rows } = await sql<{ id: number }>`
    select distinct broadcast_id as id from send_tasks
    where state = 'created' and confirmed_at is null and settled_at is null and account_id is not null
      and (${isLead} or member_id = ${memberId ?? 0})`.execute(platform.db);
  const to = rows.length === 1 ? `/broadcasts/bro_${rows[0]?.id}` : '/broadcasts';
  const kind = isLead ? 'unconfirmed_tasks' : 'tasks_to_confirm';
  return { kind, count: rows.length, words: '', to, people: null };
}

async function kfWaiting({ db, clock }: Platform, actor: Actor): Promise<Todo> {
  const n = await countOverdue(db, actor, clock.now());
  return { kind: 'kf_waiting', count: n, words: '', to: '/kf?view=waiting', people: null };
}

async function handTasks(platform: Platform, actor: Actor): Promise<Todo> {
  const n = await count(
    platform,
    sql`
    select count(*) as n from broadcast_people p join broadcasts b on b.id = p.broadcast_id
    where b.channel = 'hand' and p.state = 'task_created' and p.member_id = any(${ownIds(actor)}::bigint[])`,
  );
  return { kind: 'hand_tasks', count: n, words: '', to: '/hand-tasks', people: null };
}

async function importProblems(platform: Platform): Promise<Todo> {
  const n = await count(
    platform,
    sql`
    select coalesce((select (result ->> 'rejectedRows')::integer from imports where status = 'done' order by id desc limit 1), 0) as n`,
  );
  return { kind: 'import_problems', count: n, words: '', to: '/imports', people: null };
}
