import { sql } from 'kysely';
import type { z } from 'zod';
import { inScope, sayReason } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import { type Language, say } from '#platform/contract.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { checkSplit, compareMeans, compareRates } from '#segmentation';
import type { broadcastPerson, broadcastRow, comparisonView, funnel, peopleOf } from './contract.ts';

type Funnel = z.output<typeof funnel>;

/** The funnel's numbers, each a condition on the people: counting them and listing them cannot differ. */
const STAGE = {
  audience: sql`true`,
  heldOut: sql`p.state = 'held_out'`,
  withheld: sql`p.state = 'withheld'`,
  planned: sql`p.state in ('planned', 'task_created', 'delivered', 'failed', 'cancelled')`,
  taskCreated: sql`(p.state in ('task_created', 'delivered') or p.state = 'failed' and t.state = 'created')`,
  confirmed: sql`t.confirmed_at is not null and p.state in ('task_created', 'delivered', 'failed')`,
  delivered: sql`p.state = 'delivered'`,
  failed: sql`p.state in ('failed', 'cancelled')`,
  answered: sql`p.state = 'delivered' and p.answered_at is not null`,
  ordered: sql`p.state = 'delivered' and p.ordered_at >= p.delivered_at`,
};

/** Those of the funnel, and the comparison's, which counts everybody meant to get it and from the same moment. */
const BEHIND = {
  ...STAGE,
  buyers: sql`${STAGE.planned} and p.orders > 0`,
  heldOutBuyers: sql`${STAGE.heldOut} and p.orders > 0`,
};

const counts = sql.join(
  Object.entries(STAGE).map(
    ([name, condition]) => sql`count(*) filter (where ${condition}) as ${sql.ref(snake(name))}`,
  ),
);

function snake(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

const NONE: Funnel = {
  audience: 0,
  heldOut: 0,
  withheld: 0,
  planned: 0,
  taskCreated: 0,
  confirmed: 0,
  delivered: 0,
  failed: 0,
  answered: 0,
  ordered: 0,
  paid: 0,
};

export async function funnelsOf(db: Db | Tx, broadcastIds: readonly number[]): Promise<Map<number, Funnel>> {
  const { rows } = await sql<Funnel & { broadcastId: number }>`
    select p.broadcast_id, ${counts}, coalesce(sum(p.paid) filter (where ${STAGE.ordered}), 0) as paid
    from broadcast_people p left join send_tasks t on t.id = p.task_id
    where p.broadcast_id = any(${broadcastIds}::bigint[]) group by p.broadcast_id`.execute(db);
  return new Map(rows.map(({ broadcastId, ...funnel }) => [broadcastId, funnel]));
}

/** @param only one of them, or those that went ahead: no drafts, nothing cancelled before its time. */
export async function listBroadcasts(
  db: Db | Tx,
  page: { limit: number; offset: number },
  only: { id?: number; started?: boolean } = {},
) {
  const { rows } = await sql<Omit<z.output<typeof broadcastRow>, 'funnel'> & { total: number }>`
    select b.id, b.name, b.channel, a.name as account_name, b.segment_id, s.name as segment_name, b.status, b.scheduled_at, b.slot,
      b.created_at, b.finished_at, b.failure, count(*) over () as total
    from broadcasts b left join channel_accounts a on a.id = b.account_id left join segments s on s.id = b.segment_id
    where (${only.id ?? null}::bigint is null or b.id = ${only.id ?? null}) and (not ${only.started ?? false} or b.status <> 'draft' and (b.status <> 'cancelled' or b.planned_at is not null))
    order by b.id desc limit ${page.limit} offset ${page.offset}`.execute(db);
  const funnels = await funnelsOf(
    db,
    rows.map(row => row.id),
  );
  return {
    data: rows.map(({ total: _, ...row }) => ({ ...row, funnel: funnels.get(row.id) ?? NONE })),
    total: rows[0]?.total ?? 0,
  };
}

/** Why people were withheld or not reached, the most frequent first. */
export async function reasonsOf(db: Db | Tx, broadcastId: number, language: Language) {
  const { rows } = await sql<{ reason: string; facts: Record<string, never> | null; people: number }>`
    select reason, (array_agg(reason_facts))[1] as facts, count(*) as people from broadcast_people
    where broadcast_id = ${broadcastId} and reason is not null group by reason order by count(*) desc`.execute(
    db,
  );
  return rows.map(({ reason, facts, people }) => ({
    reason,
    people,
    words: sayWhy(reason, facts, language),
  }));
}

const DELIVERY_WORDS: Record<string, { zh: string; en: string }> = {
  gone: {
    zh: '已不是该成员的客户（已删除或转走）。',
    en: 'No longer a customer of the member (deleted or moved).',
  },
  capped: { zh: '客户已达平台接收上限。', en: 'The customer has reached the platform’s limit.' },
  task_failed: {
    zh: '任务没有建成，见任务列表里的原因。',
    en: 'The task was not created; the task list says why.',
  },
  withdrawn: {
    zh: '排队等待发送期间，客户拒绝了消息、进了免打扰名单或资料已删除，没有发送。',
    en: 'While the message waited for its turn, the customer refused, was put on the do-not-contact list or was erased; not sent.',
  },
  official_window: {
    zh: '轮到这位客户时，公众号的回复时间已过。',
    en: 'When their turn came the time to answer was over.',
  },
  official_used: {
    zh: '能回复的条数已用完（可能在公众平台上已经回复过）。',
    en: 'All answers were used, perhaps on the platform’s own page.',
  },
  official_gone: { zh: '客户已经取消关注。', en: 'They follow the account no more.' },
  official_refused: { zh: '微信没有接受这条消息。', en: 'WeChat did not take the message.' },
  official_uncertain: {
    zh: '没有收到微信的答复，不知道是否已发出，不会重发。',
    en: 'WeChat’s answer was lost: it may or may not have gone out, and is not sent again.',
  },
  official_partly: {
    zh: '文字已发出，后面的图片或链接没有发出。',
    en: 'The words went out, what hung on them did not.',
  },
  notice_no_grant: {
    zh: '微信说客户没有订阅这个通知，或订阅的次数已用完，没有发出。',
    en: 'WeChat says that they have not accepted this notice, or that none is left; nothing was sent.',
  },
  notice_unfit: {
    zh: '填进这位客户的资料后，有一项内容不符合模板，没有发送，订阅次数没有用掉。',
    en: 'With what is known of them a field is not as the template wants it; not sent, and no acceptance is used.',
  },
  notice_undelivered: {
    zh: '微信回执：通知没有送到。',
    en: 'WeChat’s receipt: the notice did not arrive.',
  },
  sms_no_number: { zh: '号码已经不在了。', en: 'The number is gone.' },
  sms_capped: {
    zh: '号码已达短信服务商的发送频率上限。',
    en: 'The number has reached the SMS vendor’s frequency limit.',
  },
  sms_barred: {
    zh: '号码在短信服务商的黑名单里（投诉过或退订过）。',
    en: 'The number is on the SMS vendor’s blacklist.',
  },
  sms_bad_number: { zh: '号码不正确或不支持。', en: 'The number is wrong or not served.' },
  sms_rejected: { zh: '短信服务商没有接受这条短信。', en: 'The SMS vendor did not take this text.' },
  sms_undelivered: {
    zh: '短信没有送达（{why}）：停机、空号、关机或被拦截。',
    en: 'Not delivered ({why}): out of service, no such number, switched off or blocked.',
  },
  sms_uncertain: {
    zh: '发送时断线，无法确定是否发出；没有重发，以回执为准。',
    en: 'The line broke while sending, so it is not known whether it went out. Not sent again; a receipt will tell.',
  },
  not_sent: { zh: '成员标记为没有发出。', en: 'The member marked it as not sent.' },
};

export function sayWhy(reason: string, facts: object | null, language: Language): string {
  const words = DELIVERY_WORDS[reason];
  return words
    ? say(words, language, (facts ?? {}) as Record<string, string>)
    : sayReason(reason as never, facts ?? {}, language);
}

type PersonRow = Omit<z.output<typeof broadcastPerson>, 'words'> & {
  reasonFacts: object | null;
  total: number;
};

/** Which people: those behind a number, all of them or those with one reason or of one member. */
type Behind = {
  stage: z.output<typeof peopleOf>;
  reason?: string | undefined;
  member?: number | undefined;
};

/** The people behind one number whom the reader may see, a page at a time. */
export async function peopleBehind(
  db: Db | Tx,
  scope: Scope,
  broadcastId: number,
  { stage, reason, member }: Behind,
  language: Language,
  page: { limit: number; offset: number },
) {
  const { rows } = await sql<PersonRow>`
    select p.customer_id, coalesce(c.name, '') as name, coalesce(f.str, '') as tier, p.state, p.reason, p.reason_facts,
      case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name) end as member,
      p.delivered_at, p.answered_at, p.ordered_at, p.paid, count(*) over () as total
    from broadcast_people p join customers c on c.id = p.customer_id
    left join send_tasks t on t.id = p.task_id left join members m on m.id = p.member_id
    left join customer_facts f on f.customer_id = p.customer_id and f.key = 'tier'
    where p.broadcast_id = ${broadcastId} and ${inScope(scope, sql`c.person_id`)} and (${BEHIND[stage]})
      and (${reason ?? null}::text is null or p.reason = ${reason ?? null})
      and (${member ?? null}::bigint is null or p.member_id = ${member ?? null})
    order by p.customer_id limit ${page.limit} offset ${page.offset}`.execute(db);
  const data = rows.map(({ total: _, reasonFacts, ...row }) => ({
    ...row,
    words: row.reason === null ? null : sayWhy(row.reason, reasonFacts, language),
  }));
  return { data, total: rows[0]?.total ?? 0 };
}

/** A hold-out smaller than this can hardly tell anything; no interval is given, so that nobody reads one into it. */
const FEWEST_HELD_OUT = 30;

type Arm = { people: number; buyers: number; paid: number; paidSquared: number };

/**
 * What the broadcast did: everybody who was planned against everybody who was held out, whether reached or not, because
 * only that comparison is fair.
 */
export async function compareArms(
  db: Db | Tx,
  broadcastId: number,
  holdoutPercent: number,
  language: Language,
): Promise<z.output<typeof comparisonView>> {
  const { rows } = await sql<Arm & { heldOut: boolean }>`
    select state = 'held_out' as held_out, count(*) as people, count(*) filter (where orders > 0) as buyers,
      coalesce(sum(paid), 0) as paid, coalesce(sum(paid::float8 * paid), 0) as paid_squared
    from broadcast_people where broadcast_id = ${broadcastId} and state not in ('audience', 'withheld') group by 1`.execute(
    db,
  );
  const empty: Arm = { people: 0, buyers: 0, paid: 0, paidSquared: 0 };
  const sent = rows.find(row => !row.heldOut) ?? empty;
  const heldOut = rows.find(row => row.heldOut) ?? empty;
  const rate = (arm: Arm) => ({ people: arm.people, successes: arm.buyers });
  const mean = (arm: Arm) => ({ people: arm.people, sum: arm.paid, sumOfSquares: arm.paidSquared });
  const isTelling = heldOut.people >= FEWEST_HELD_OUT;
  const buyers = (isTelling && compareRates(rate(sent), rate(heldOut))) || null;
  const paid = (isTelling && compareMeans(mean(sent), mean(heldOut))) || null;
  const split = checkSplit([sent.people, heldOut.people], [100 - holdoutPercent, holdoutPercent]);
  const splitBroken = holdoutPercent > 0 && split.broken;
  const present = ({ people, buyers: n, paid: amount }: Arm) => ({ people, buyers: n, paid: amount });
  return {
    sent: present(sent),
    heldOut: present(heldOut),
    buyers,
    paid,
    splitBroken,
    verdict: sayVerdict(holdoutPercent, heldOut.people, splitBroken, buyers, language),
  };
}

function sayVerdict(
  holdoutPercent: number,
  heldOut: number,
  broken: boolean,
  buyers: { difference: number; low: number; high: number } | null,
  language: Language,
): string {
  if (holdoutPercent === 0)
    return say(
      {
        zh: '没有设置对照组，无法判断订单是不是这次群发带来的。',
        en: 'There is no hold-out, so it cannot be said whether the orders came from this broadcast.',
      },
      language,
    );
  if (broken)
    return say(
      {
        zh: '两组人数和设定比例不符，对比不可信，请检查数据。',
        en: 'The groups are not of the sizes they should be; do not trust the comparison.',
      },
      language,
    );
  if (!buyers)
    return say(
      {
        zh: '对照组只有 {n} 人，太少，还不能下结论。',
        en: 'Only {n} people were held out: too few to conclude anything.',
      },
      language,
      { n: heldOut },
    );
  const points = (x: number) => (x * 100).toFixed(1);
  const values = { d: points(buyers.difference), low: points(buyers.low), high: points(buyers.high) };
  if (buyers.low > 0)
    return say(
      {
        zh: '群发让下单率提高了 {d} 个百分点（95% 区间 {low} 到 {high}）。',
        en: 'The broadcast raised the share of buyers by {d} points (95% interval {low} to {high}).',
      },
      language,
      values,
    );
  if (buyers.high < 0)
    return say(
      {
        zh: '群发让下单率降低了，相差 {d} 个百分点（95% 区间 {low} 到 {high}）。',
        en: 'The broadcast lowered the share of buyers by {d} points (95% interval {low} to {high}).',
      },
      language,
      values,
    );
  return say(
    {
      zh: '看不出群发改变了下单率（相差 {d} 个百分点，95% 区间 {low} 到 {high}）。',
      en: 'No effect on the share of buyers can be seen ({d} points, 95% interval {low} to {high}).',
    },
    language,
    values,
  );
}
