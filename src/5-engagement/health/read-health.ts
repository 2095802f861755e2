import { sql } from 'kysely';
import type { z } from 'zod';
import { wecom } from '#channels';
import { DAY, HOUR, shanghaiDate } from '#platform/clock.ts';
import { type Language, say } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { accountHealthView, accountWarning, paceView } from './contract.ts';
import { countCalls, type Figures } from './figures.sql.ts';
import type { Color, Reason } from './judge.ts';
import { listOverrides } from './overrides.ts';
import { type PaceNow, readPaces } from './pace.ts';
import { readThresholds } from './thresholds.ts';
import { FIRST_TIME, sayReasons } from './words.ts';

type View = z.output<typeof accountHealthView>;
type Row = {
  memberId: number | null;
  name: string;
  color: Color;
  reasons: Reason[];
  figures: Figures;
  since: Date;
  at: Date;
};

const NOTHING: Figures = {
  ...{ added: 0, addedLeft: 0, lost: 0, relations: 0, tasks: 0, unconfirmed: 0, people: 0, delivered: 0 },
};
const PLANNED: z.output<typeof paceView> = {
  ...{ pace: 'full', by: 'system', who: 'system', reason: '', until: null },
};

/** One account: its colour and its members', why, how fast each sends, what is used up and what went wrong. */
export async function readHealth(
  db: Db | Tx,
  accountId: number,
  now: Date,
  language: Language,
): Promise<View> {
  const account = await db
    .selectFrom('channelAccounts')
    .select(['id', 'name'])
    .where('id', '=', accountId)
    .where('kind', '=', 'wecom')
    .executeTakeFirst();
  if (!account) throw new Problem(NOT_FOUND);
  const rows = await rowsOf(db, accountId);
  const paces = await presentPaces(db, now, accountId);
  const thresholds = await readThresholds(db, now);
  const present = ({ memberId, color, since, reasons, figures }: Row) => ({
    ...{ color, since, figures: { ...NOTHING, ...figures }, words: sayReasons(reasons, language) },
    pace: paces.get(memberId) ?? PLANNED,
  });
  const whole = rows.find(row => row.memberId === null);
  return {
    account,
    at: whole?.at ?? null,
    ...(whole
      ? present(whole)
      : {
          ...{ color: 'green' as const, since: null, figures: NOTHING, words: [say(FIRST_TIME, language)] },
          pace: paces.get(null) ?? PLANNED,
        }),
    slowPeople: Math.min(thresholds['health.slow.people_hour'], 1_000_000),
    members: rows.flatMap(row =>
      row.memberId === null ? [] : [{ member: { id: row.memberId, name: row.name }, ...present(row) }],
    ),
    quotas: await quotasOf(db, accountId, now, thresholds),
    calls: await callsOf(db, accountId, now, language),
    days: await daysOf(db, accountId, now),
    overrides: await listOverrides(db, accountId),
  };
}

const WORST_FIRST = sql`case h.color when 'red' then 0 when 'yellow' then 1 else 2 end`;

async function rowsOf(db: Db | Tx, accountId: number): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select h.member_id, coalesce(m.name, '') as name, h.color, h.reasons, h.figures, h.since, h.at
    from account_health h left join members m on m.id = h.member_id
    where h.account_id = ${accountId}
      and (h.member_id is null or exists (select 1 from member_accounts a
        where a.account_id = h.account_id and a.member_id = h.member_id and a.active))
    order by ${WORST_FIRST}, (h.figures ->> 'relations')::integer desc, h.id`.execute(db);
  return rows;
}

async function presentPaces(
  db: Db | Tx,
  now: Date,
  accountId: number,
): Promise<Map<number | null, View['pace']>> {
  const paces = await readPaces(db, now, accountId);
  return new Map(
    await Promise.all(
      paces.map(
        async pace => [pace.memberId, { ...present(pace), who: await nameOf(db, pace.who) }] as const,
      ),
    ),
  );
}

const present = ({ pace, by, who, reason, until }: PaceNow): View['pace'] => ({
  pace,
  by,
  who,
  reason,
  until,
});

/** An actor by name. */
async function nameOf(db: Db | Tx, actor: string): Promise<string> {
  const id = /^member:(\d+)$/.exec(actor)?.[1];
  if (id === undefined) return actor;
  const member = await db
    .selectFrom('members')
    .select('name')
    .where('id', '=', Number(id))
    .executeTakeFirst();
  return member?.name ?? actor;
}

/** What is limited and how much of it is used; of acquisition links what WeCom last told, if it told anything. */
async function quotasOf(
  db: Db | Tx,
  accountId: number,
  now: Date,
  t: Awaited<ReturnType<typeof readThresholds>>,
): Promise<View['quotas']> {
  const hour = new Date(Math.floor(now.getTime() / HOUR) * HOUR);
  const { rows } = await sql<{ api: string; calls: number }>`
    select api, sum(calls)::integer as calls from channel_calls
    where account_id = ${accountId} and hour = ${hour} and meaning <> 'put_off' group by api order by 2 desc, 1 limit 5`.execute(
    db,
  );
  const figures = (await countCalls(db, now)).get(accountId);
  const quotas = rows.map(({ api, calls }) => ({ name: api, used: calls, most: t['wecom.calls.api.hour'] }));
  const ways = { name: 'ways', used: figures?.ways ?? 0, most: t['wecom.ways'] };
  return [...quotas, ways, ...(await linkQuotaOf(db, accountId))].filter(quota =>
    Number.isFinite(quota.most),
  );
}

async function linkQuotaOf(db: Db | Tx, accountId: number): Promise<View['quotas']> {
  const { rows } = await sql<{ total: number; balance: number }>`
    select total, balance from acquisition_quotas where account_id = ${accountId} and read_at is not null`.execute(
    db,
  );
  return rows.map(({ total, balance }) => ({
    name: 'links',
    used: Math.max(0, total - balance),
    most: total,
  }));
}

async function callsOf(
  db: Db | Tx,
  accountId: number,
  now: Date,
  language: Language,
): Promise<View['calls']> {
  const { rows } = await sql<{
    meaning: string;
    calls: number;
    codes: { code: string; calls: number }[] | null;
  }>`
    select meaning, sum(calls)::integer as calls,
      jsonb_agg(jsonb_build_object('code', code, 'calls', calls) order by calls desc) filter (where code <> '') as codes
    from (select meaning, code, sum(calls)::integer as calls from channel_calls
      where account_id = ${accountId} and hour > ${new Date(now.getTime() - DAY)} group by 1, 2) by_code
    group by meaning order by meaning <> 'ok', 2 desc`.execute(db);
  return rows.map(({ meaning, calls, codes }) => ({
    meaning,
    calls,
    codes: (codes ?? [])
      .slice(0, 5)
      .map(one => ({ ...one, words: say(wecom.wordsOfCode(one.code), language) })),
  }));
}

async function daysOf(db: Db | Tx, accountId: number, now: Date): Promise<View['days']> {
  const { rows } = await sql<View['days'][number]>`
    select day::text, sum(added)::integer as added, sum(lost)::integer as lost from member_days
    where account_id = ${accountId} and day >= ${shanghaiDate(new Date(now.getTime() - 14 * DAY))} group by day order by day`.execute(
    db,
  );
  return rows;
}

/** Accounts that are not green, or that send slower than planned, or have members of whom that is so. */
export async function listWarnings(
  db: Db | Tx,
  now: Date,
  language: Language,
): Promise<z.output<typeof accountWarning>[]> {
  const { rows } = await sql<{
    id: number;
    name: string;
    color: Color;
    reasons: Reason[];
    members: number;
  }>`
    select a.id, a.name, coalesce(h.color, 'green') as color, coalesce(h.reasons, '[]') as reasons,
      (select count(*)::integer from account_health m join member_accounts ma on ma.account_id = m.account_id and ma.member_id = m.member_id
        where m.account_id = a.id and m.color <> 'green' and ma.active) as members
    from channel_accounts a left join account_health h on h.account_id = a.id and h.member_id is null
    where a.kind = 'wecom' and a.status = 'active' order by a.id`.execute(db);
  const paces = await readPaces(db, now);
  const warnings = await Promise.all(
    rows.map(async ({ id, name, color, reasons, members }) => {
      const own = paces.find(one => one.accountId === id && one.memberId === null);
      const pace = own ? { ...present(own), who: await nameOf(db, own.who) } : PLANNED;
      const slowed = paces.filter(
        one => one.accountId === id && one.memberId !== null && one.pace !== 'full',
      ).length;
      return {
        ...{ account: { id, name }, color, pace, members, slowed },
        words: sayReasons(reasons, language),
      };
    }),
  );
  return warnings.filter(
    ({ color, pace, members, slowed }) => color !== 'green' || pace.pace !== 'full' || members + slowed > 0,
  );
}
