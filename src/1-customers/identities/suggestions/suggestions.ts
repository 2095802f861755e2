import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Clock, DAY } from '#platform/clock.ts';
import { cursorOf, nextPage, numberFrom, valuesFrom } from '#platform/http/paging.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { type Standing, standingAnswers } from '#platform/standing.ts';
import { personInScope } from '../../customers/customers.ts';
import { peopleOf } from '../../customers/scope.ts';
import type {
  decisionBody,
  suggestionCount,
  suggestionList,
  suggestionQuery,
  suggestionView,
} from '../contract.ts';
import { mergeCustomers } from '../merges.ts';
import { LATER_DAYS, SURE_FROM } from './evidence.ts';

type List = z.output<typeof suggestionList>;
type Suggestion = z.output<typeof suggestionView>;

const DECIDED: ProblemKind = {
  code: 'suggestion_decided',
  status: 409,
  title: { zh: '已经处理过', en: 'Already decided' },
  detail: {
    zh: '这一对已经有人处理，或者不再需要合并。',
    en: 'Somebody has decided this pair, or nothing is left to merge.',
  },
};

/**
 * Pairs of persons that wait for a decision and that the actor may see both sides of. Of two persons with several
 * suggestions between their profiles the surest stands for all. Row by row, so that a page of a long queue is read in the
 * order of its index.
 */
function waiting({ scope }: Actor, now: Date, personId?: number) {
  const isOpen = (s: 's' | 'o') => {
    const column = (name: string) => sql.ref(`${s}.${name}`);
    return sql`${column('state')} = 'open' and (${column('later_until')} is null or ${column('later_until')} <= ${now})`;
  };
  // Of few people, from them on; of everybody, from the queue on.
  const seen =
    scope.kind === 'all'
      ? sql`true`
      : sql`a.person_id in (${peopleOf(scope.memberIds)}) and b.person_id in (${peopleOf(scope.memberIds)})`;
  return sql`
    select s.id, s.confidence, s.reasons, s.found_at, a.person_id as person_a, b.person_id as person_b
    from merge_suggestions s join customers a on a.id = s.customer_a join customers b on b.id = s.customer_b
    where ${isOpen('s')} and a.person_id <> b.person_id and a.status = 'active' and b.status = 'active'
      and (${personId ?? null}::bigint is null or ${personId ?? null}::bigint in (a.person_id, b.person_id)) and ${seen}
      and not exists (
        select 1 from customers x cross join customers y
        join merge_suggestions o on o.customer_a = least(x.id, y.id) and o.customer_b = greatest(x.id, y.id)
        where x.person_id = a.person_id and y.person_id = b.person_id and x.status = 'active' and y.status = 'active'
          and ${isOpen('o')} and (-o.confidence, o.id) < (-s.confidence, s.id))`;
}

/** The queue, the surest first, with both sides as they stand now. */
export async function listSuggestions(
  platform: Platform,
  actor: Actor,
  { limit, cursor, min, customer }: z.output<typeof suggestionQuery>,
): Promise<List> {
  const { db, clock } = platform;
  const [confidence, after] = cursor === undefined ? [] : valuesFrom(cursor, 2);
  const personId = customer === undefined ? undefined : await personInScope(db, actor, customer);
  const { rows } = await sql<Omit<Suggestion, 'sides'> & { personA: number; personB: number }>`
    select * from (${waiting(actor, clock.now(), personId)}) w
    where confidence >= ${min}
      and (${after ?? null}::bigint is null or (-confidence, id) > (${-numberFrom(String(confidence ?? 0))}::integer, ${after ?? null}::bigint))
    order by confidence desc, id limit ${limit + 1}`.execute(db);
  const { answer: counts } = await countByConfidence(platform, actor, personId);
  const sides = await describeSides(
    db,
    rows.flatMap(row => [row.personA, row.personB]),
  );
  const shown = rows.flatMap(({ personA, personB, ...row }) => {
    const [a, b] = [sides.get(personA), sides.get(personB)];
    return a && b ? [{ ...row, sides: [a, b] as [typeof a, typeof b] }] : [];
  });
  return {
    ...nextPage(shown, limit, row => cursorOf([row.confidence, row.id])),
    total: atLeast(counts, min),
  };
}

type Counted = { confidence: number; pairs: number };
const pairsWaiting = standingAnswers<Counted[]>();

async function countByConfidence(
  platform: Platform,
  actor: Actor,
  personId?: number,
): Promise<Standing<Counted[]>> {
  const key = JSON.stringify([actor.scope, personId ?? null]);
  return await pairsWaiting(platform).get(key, async () => {
    const { rows } = await sql<Counted>`
      select confidence, count(*)::integer as pairs from (${waiting(actor, platform.clock.now(), personId)}) w group by confidence`.execute(
      platform.db,
    );
    return rows;
  });
}

const atLeast = (counts: readonly Counted[], least: number) =>
  counts.reduce((sum, { confidence, pairs }) => sum + (confidence >= least ? pairs : 0), 0);

/** How many pairs wait, and what the last comparison of everybody left out. */
export async function countSuggestions(
  platform: Platform,
  actor: Actor,
): Promise<z.output<typeof suggestionCount>> {
  const { db } = platform;
  const { answer: counts, at } = await countByConfidence(platform, actor);
  const run = await db
    .selectFrom('matchingRuns')
    .selectAll()
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  // What a feature is called is somebody's name: only who sees everybody may read it.
  const tooCommon = actor.scope.kind === 'all' ? (run?.tooCommon ?? []) : [];
  return {
    open: atLeast(counts, 0),
    sure: atLeast(counts, SURE_FROM),
    countedAt: at,
    lastRun: run
      ? {
          at: run.at,
          profiles: run.profiles,
          tooCommon: tooCommon as { kind: string; shown: string; profiles: number }[],
        }
      : null,
  };
}

async function describeSides(
  db: Db | Tx,
  personIds: readonly number[],
): Promise<Map<number, Suggestion['sides'][number]>> {
  if (personIds.length === 0) return new Map();
  const first = (column: string) =>
    sql`(array_agg(${sql.ref(`c.${column}`)} order by c.id = c.person_id desc, c.id) filter (where ${sql.ref(`c.${column}`)} is not null))[1]`;
  const { rows } = await sql<Suggestion['sides'][number]>`
    with profile as (
      select c.person_id, array_agg(c.id) as ids, ${first('name')} as name, ${first('gender')} as gender, ${first('birthday')}::text as birthday,
        ${first('city')} as city, (array_agg(c.source order by c.created_at, c.id))[1] as source, min(c.created_at) as created_at
      from customers c where c.person_id = any(${personIds}::bigint[]) and c.status = 'active' group by c.person_id
    )
    select p.person_id as id, p.name, p.gender, p.birthday, p.city, p.source, p.created_at,
      array(select c.name from customers c where c.id = any(p.ids) and c.name is not null
        union select value from profile_traces t where t.customer_id = any(p.ids) and t.kind = 'name' order by 1 limit 6) as names,
      array(select shown from identities i where i.customer_id = any(p.ids) and i.kind = 'phone'
        union select value from profile_traces t where t.customer_id = any(p.ids) and t.kind = 'masked_phone' order by 1 limit 6) as phones,
      coalesce((select jsonb_agg(x order by x ->> 'kind') from (
        select jsonb_build_object('kind', i.kind, 'accountName', a.name, 'shown', i.shown) as x from identities i
        left join channel_accounts a on a.id = i.account_id where i.customer_id = any(p.ids) and i.kind <> 'phone' order by i.id limit 8) i), '[]') as accounts,
      array(select distinct m.name || coalesce('（' || nullif(f.remark, '') || '）', '') from follows f join members m on m.id = f.member_id
        where f.customer_id = any(p.ids) and f.ended_at is null order by 1 limit 5) as members,
      bought.*
    from profile p cross join lateral (
      select count(*) filter (where payment = 'paid') as orders, coalesce(sum(paid) filter (where payment = 'paid'), 0) as paid,
        max(ordered_at) filter (where payment = 'paid') as last_order_at
      from orders o where o.customer_id = any(p.ids)
    ) bought`.execute(db);
  return new Map(rows.map(row => [row.id, row]));
}

type Open = { id: number; customerA: number; customerB: number; confidence: number; reasons: unknown };

/** A member decides one pair: it is the same person, it never is, or not now. */
export async function decideSuggestion(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  suggestionId: number,
  { decision, note }: z.output<typeof decisionBody>,
): Promise<void> {
  const { rows } = await sql<Open & { state: string; personA: number; personB: number }>`
    select s.*, a.person_id as person_a, b.person_id as person_b from merge_suggestions s
    join customers a on a.id = s.customer_a join customers b on b.id = s.customer_b where s.id = ${suggestionId} for update of s`.execute(
    tx,
  );
  const [found] = rows;
  if (!found) throw new Problem(NOT_FOUND);
  await personInScope(tx, actor, found.customerA);
  await personInScope(tx, actor, found.customerB);
  if (found.state !== 'open' || found.personA === found.personB) throw new Problem(DECIDED);
  if (decision === 'accept') await accept(tx, clock, actor, [found]);
  else await putOff(tx, clock, actor, found, decision, note);
}

/** Rejected is said of the two persons: whatever else speaks for the same two is rejected with it. */
async function putOff(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  { id, customerA, customerB }: Open,
  decision: 'reject' | 'later',
  note: string,
): Promise<void> {
  const now = clock.now();
  const change =
    decision === 'reject'
      ? sql`state = 'rejected', decided_at = ${now}, decided_by = ${actor.name}`
      : sql`later_until = ${new Date(now.getTime() + LATER_DAYS * DAY)}`;
  await sql`
    update merge_suggestions s set ${change} from customers a, customers b, customers x, customers y
    where x.id = ${customerA} and y.id = ${customerB} and a.id = s.customer_a and b.id = s.customer_b and s.state = 'open'
      and (a.person_id = x.person_id and b.person_id = y.person_id or a.person_id = y.person_id and b.person_id = x.person_id)`.execute(
    tx,
  );
  await audit(tx, clock, actor, {
    action: decision === 'reject' ? 'suggestion.rejected' : 'suggestion.put_off',
    object: { kind: 'merge_suggestion', id },
    customerId: customerA,
    reason: note || undefined,
    after: { customers: [customerA, customerB] },
  });
}

async function accept(tx: Tx, clock: Clock, actor: Actor, found: readonly Open[]): Promise<void> {
  await mergeCustomers(
    tx,
    clock,
    actor,
    found.map(({ customerA, customerB, confidence, reasons }) => ({
      ...{ customerA, customerB, kind: 'suggested' as const, reason: 'suggestion_accepted' as const },
      evidence: { confidence, reasons },
    })),
  );
  await sql`
    update merge_suggestions s set state = 'accepted', decided_at = ${clock.now()}, decided_by = ${actor.name}, merge_id = m.id
    from merges m where s.id = any(${found.map(one => one.id)}::bigint[]) and m.customer_a = s.customer_a and m.customer_b = s.customer_b
      and m.undone_at is null`.execute(tx);
}

/** Accepts the pairs that somebody has looked at in a preview; what was decided meanwhile is left as it is. */
export async function acceptMany(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  ids: readonly number[],
): Promise<{ accepted: number; left: number }> {
  const { rows } = await sql<Open>`
    select s.* from merge_suggestions s join (${waiting(actor, clock.now())}) w using (id)
    where s.id = any(${ids}::bigint[]) and s.state = 'open' order by s.id for update of s`.execute(tx);
  if (rows.length > 0) await accept(tx, clock, actor, rows);
  return { accepted: rows.length, left: new Set(ids).size - rows.length };
}
