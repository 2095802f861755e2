import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { wecom } from '#channels';
import { inScope } from '#customers';
import { type Actor, ownIds } from '#platform/auth/actor.ts';
import { MINUTE } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { kfMessageView, kfSessionList, kfSessionQuery, kfSessionView, kfWindow } from './contract.ts';
import { type KfRules, kfRules } from './rules.ts';

type Row = z.output<typeof kfSessionList>['data'][number];
type Query = z.output<typeof kfSessionQuery>;

/**
 * Whose sessions somebody sees: those of customers in their data scope, those they look after or answer, and those of
 * customers whom nobody has, as long as nobody has taken them: somebody must.
 */
function visible({ scope }: Actor): RawBuilder<boolean> {
  if (scope.kind === 'all') return sql<boolean>`true`;
  const members = sql`${sql.val(scope.memberIds)}::bigint[]`;
  return sql<boolean>`(s.assignee_id = any(${members}) or v.member_id = any(${members})
    or (s.assignee_id is null and s.state in ('new', 'bot', 'pool') and not exists (
      select 1 from customers o left join follows f on f.customer_id = o.id and f.ended_at is null
      where o.person_id = c.person_id and (o.owner_member_id is not null or f.id is not null)))
    or ${inScope(scope, sql`c.person_id`)})`;
}

/** The state as it is by now: two days without a word end a session. */
const stateNow = (now: Date, { answerFor }: KfRules) =>
  sql`case when s.customer_at < ${new Date(now.getTime() - answerFor)} then 'ended' else s.state end`;

const FROM = sql`
  from kf_sessions s join kf_accounts k on k.id = s.kf_account_id and k.gone_at is null
  join channel_accounts a on a.id = k.account_id and a.status <> 'removed'
  join customers c on c.id = s.customer_id and c.status = 'active'
  left join members m on m.id = s.assignee_id
  left join kf_servicers v on v.kf_account_id = k.id and lower(v.user_id) = lower(s.servicer)
  left join members w on w.id = v.member_id`;

function columns(now: Date, rules: KfRules) {
  const overdue = new Date(now.getTime() - rules.patience);
  return sql`s.id, jsonb_build_object('id', k.id, 'name', k.name) as account,
    jsonb_build_object('id', c.person_id, 'name', coalesce(c.name, p.name), 'avatarUrl', coalesce(c.avatar_url, p.avatar_url)) as customer,
    ${stateNow(now, rules)} as state, case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name) end as assignee,
    coalesce(w.name, s.servicer) as servicer, s.waiting_since, coalesce(s.waiting_since < ${overdue}, false) as is_overdue,
    s.last_at, s.last_from, s.last_kind, s.last_text`;
}

type Flat = Omit<Row, 'last'> & { lastAt: Date; lastFrom: string; lastKind: string; lastText: string };
const shaped = <Of extends Flat>({ lastAt, lastFrom, lastKind, lastText, ...row }: Of) => ({
  ...row,
  last: { at: lastAt, from: lastFrom, kind: lastKind, text: lastText },
});

function inView(view: Query['view'], actor: Actor, state: RawBuilder<unknown>): RawBuilder<unknown> {
  const me = sql`${sql.val(ownIds(actor))}::bigint[]`;
  if (view === 'waiting') return sql`s.waiting_since is not null and ${state} <> 'ended'`;
  if (view === 'mine')
    return sql`(s.assignee_id = any(${me}) or v.member_id = any(${me})) and ${state} <> 'ended'`;
  if (view === 'all') return sql`true`;
  return sql`${state} = ${view}`;
}

export async function listSessions(
  db: Db,
  actor: Actor,
  now: Date,
  { view, account, q }: Query,
): Promise<z.output<typeof kfSessionList>> {
  const rules = await kfRules(db, now);
  const state = stateNow(now, rules);
  const asked = sql`${visible(actor)} and ${account === undefined ? sql`true` : sql`k.id = ${account}`}
    and ${q ? sql`coalesce(c.name, p.name) ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}` : sql`true`}`;
  const order = view === 'waiting' ? sql`s.waiting_since, s.id` : sql`s.last_at desc, s.id desc`;
  const { rows } = await sql<Flat & { total: number }>`
    select ${columns(now, rules)}, count(*) over ()::integer as total ${FROM} join customers p on p.id = c.person_id
    where ${asked} and ${inView(view, actor, state)} order by ${order} limit 100`.execute(db);
  const overdue = new Date(now.getTime() - rules.patience);
  const { rows: counted } = await sql<z.output<typeof kfSessionList>['counts']>`
    select count(*) filter (where ${inView('waiting', actor, state)})::integer as waiting,
      count(*) filter (where ${inView('waiting', actor, state)} and s.waiting_since < ${overdue})::integer as overdue,
      count(*) filter (where ${inView('mine', actor, state)})::integer as mine,
      count(*) filter (where ${inView('pool', actor, state)})::integer as pool
    ${FROM} where ${visible(actor)} and (s.waiting_since is not null or s.last_at > ${new Date(now.getTime() - rules.answerFor)})`.execute(
    db,
  );
  return {
    data: rows.map(({ total: _, ...row }) => shaped(row)),
    total: rows[0]?.total ?? 0,
    counts: counted[0] ?? { waiting: 0, overdue: 0, mine: 0, pool: 0 },
    patience: Math.round(rules.patience / MINUTE),
  };
}

/** A session as calls need it: with the platform's ids, and what it takes to judge whether it may be answered. */
export type Standing = {
  id: number;
  kfAccountId: number;
  accountId: number;
  openKfId: string;
  externalId: string;
  personId: number;
  state: wecom.KfState;
  servicer: string | null;
  assigneeId: number | null;
  customerAt: Date | null;
  /** Those under way too. */
  answers: number;
  isManaged: boolean;
};

/** @throws Problem 404 of whom the actor sees nothing, as if there were none. */
export async function sessionInScope(db: Db | Tx, actor: Actor, now: Date, id: number): Promise<Standing> {
  const rules = await kfRules(db, now);
  const { rows } = await sql<Standing>`
    select s.id, k.id as kf_account_id, k.account_id, k.open_kfid as open_kf_id, s.external_id, c.person_id, ${stateNow(now, rules)} as state,
      s.servicer, s.assignee_id, s.customer_at, k.is_managed,
      s.answers + (select count(*) from kf_messages q where q.session_id = s.id and q.state = 'sending' and q.origin = 'console')::integer as answers
    ${FROM} where s.id = ${id} and ${visible(actor)}`.execute(db);
  const [found] = rows;
  if (!found) throw new Problem(NOT_FOUND);
  return found;
}

/** Until when and how often the customer may be answered from here, and why not. */
export function windowOf(
  { state, customerAt, answers, isManaged }: Pick<Standing, 'state' | 'customerAt' | 'answers' | 'isManaged'>,
  now: Date,
  rules: KfRules,
): z.output<typeof kfWindow> {
  const until = customerAt && new Date(customerAt.getTime() + rules.answerFor);
  const left = Math.max(0, rules.answers - answers);
  const span = { until, left, max: rules.answers };
  if (!isManaged) return { ...span, why: 'unmanaged' };
  if (!until) return { ...span, why: 'never' };
  if (until <= now) return { ...span, why: 'late' };
  if (state === 'pool' || state === 'servicer' || state === 'ended') return { ...span, why: state };
  return { ...span, why: left === 0 ? 'used_up' : null };
}

const MESSAGES = 200;

export async function readSession(
  db: Db,
  actor: Actor,
  now: Date,
  id: number,
): Promise<z.output<typeof kfSessionView>> {
  const rules = await kfRules(db, now);
  const standing = await sessionInScope(db, actor, now, id);
  type More = {
    scene: string | null;
    rejects: boolean;
    servicers: z.output<typeof kfSessionView>['servicers'];
  };
  const { rows } = await sql<Flat & More>`
    select ${columns(now, rules)}, (select e.name from kf_scenes e where e.id = s.scene_id) as scene, s.rejects,
      coalesce((select jsonb_agg(jsonb_build_object('userId', x.user_id, 'onDuty', x.on_duty, 'stopType', x.stop_type,
        'member', case when y.id is not null then jsonb_build_object('id', y.id, 'name', y.name) end) order by y.name, x.user_id)
        from kf_servicers x left join members y on y.id = x.member_id where x.kf_account_id = k.id), '[]') as servicers
    ${FROM} join customers p on p.id = c.person_id where s.id = ${id}`.execute(db);
  const row = rows[0];
  if (!row) throw new Problem(NOT_FOUND);
  const messages = await readMessages(db, actor, id);
  return {
    ...shaped(row),
    window: windowOf(standing, now, rules),
    messages: messages.slice(-MESSAGES),
    hasEarlier: messages.length > MESSAGES,
  };
}

async function readMessages(
  db: Db,
  actor: Actor,
  sessionId: number,
): Promise<z.output<typeof kfMessageView>[]> {
  const { rows } = await sql<z.output<typeof kfMessageView>>`
    select * from (
      select q.id, q.at, q.origin, m.name as by, q.kind, q.text, q.body ->> 'event_type' as event, q.state, q.failure ->> ${actor.language} as why,
        q.recalled_at is not null as is_recalled
      from kf_messages q left join members m on m.id = q.member_id
      where q.session_id = ${sessionId} order by q.id desc limit ${MESSAGES + 1}) newest order by id`.execute(
    db,
  );
  return rows;
}

/** How many customers wait longer than the company wants anybody to wait, of those the actor sees. */
export async function countOverdue(db: Db, actor: Actor, now: Date): Promise<number> {
  const rules = await kfRules(db, now);
  const overdue = new Date(now.getTime() - rules.patience);
  const { rows } = await sql<{ n: number }>`
    select count(*)::integer as n ${FROM}
    where s.waiting_since < ${overdue} and ${stateNow(now, rules)} <> 'ended' and ${visible(actor)}`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}
