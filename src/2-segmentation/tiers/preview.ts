import type { z } from 'zod';
import { describeCustomers } from '#customers';
import type { Scope } from '#platform/auth/actor.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { type previewList, type previewQuery, type scoreSums, TIERS, tierName } from './contract.ts';

type Needs = Pick<Platform, 'db' | 'clickhouse' | 'clock'>;
type Sums = z.output<typeof scoreSums>['data'];

/**
 * Buyers and their value by the sum of their scores, as last computed, by the tier they are in and whether a hand holds
 * them there. A few dozen rows from one reading: whoever tries cut-offs needs to ask no second time.
 */
export async function readScoreSums(needs: Needs, scope: Scope): Promise<Sums> {
  const { seen, values } = seenBy(scope);
  const rows = await needs.clickhouse.rows<
    Record<'score' | 'people' | 'worth' | 'held', number> & { tier: string }
  >(
    `select r + f + m as score, tier, person_id in {held:Array(UInt32)} as held, count() as people, sum(value) as worth
     from customers final where r > 0 and ${seen} group by score, tier, held order by score, tier, held`,
    { ...values, held: await heldByHand(needs) },
  );
  return rows.map(row => ({
    score: Number(row.score),
    tier: row.tier,
    held: Boolean(row.held),
    people: Number(row.people),
    value: Number(row.worth),
  }));
}

type Row = { person_id: number; tier: string; goes: string; value: number } & Record<'r' | 'f' | 'm', number>;

/** The people behind a number of the preview, those worth most first; only people in the reader’s scope. */
export async function listWouldMove(
  needs: Needs,
  scope: Scope,
  { page, pageSize, ...asked }: z.output<typeof previewQuery>,
): Promise<z.output<typeof previewList>> {
  const { seen, values } = seenBy(scope);
  const goes = `multiIf(r + f + m >= {important:UInt8}, '${TIERS[0]}', r + f + m >= {regular:UInt8}, '${TIERS[1]}', '${TIERS[2]}')`;
  const parts = ['r > 0', seen, 'goes <> tier', 'person_id not in {held:Array(UInt32)}'];
  if (asked.from) parts.push('tier = {from:String}');
  if (asked.to) parts.push('goes = {to:String}');
  const q = asked.q?.trim();
  if (q) parts.push(NAMED);
  const bound = {
    ...values,
    ...{ important: asked.important, regular: asked.regular, held: await heldByHand(needs) },
    ...(asked.from && { from: asked.from === 'none' ? '' : asked.from }),
    ...(asked.to && { to: asked.to }),
    ...(q && { q: q.toLowerCase() }),
  };
  const which = `from customers final where ${parts.join(' and ')}`;
  const [rows, [counted]] = await Promise.all([
    needs.clickhouse.rows<Row>(
      `select person_id, tier, ${goes} as goes, r, f, m, value ${which}
       order by value desc, person_id limit {limit:UInt32} offset {offset:UInt32}`,
      { ...bound, limit: pageSize, offset: (page - 1) * pageSize },
    ),
    needs.clickhouse.rows<{ total: number }>(`with ${goes} as goes select count() as total ${which}`, bound),
  ]);
  return { data: await present(needs.db, rows), total: Number(counted?.total ?? 0) };
}

const NAMED = '(positionCaseInsensitiveUTF8(name, {q:String}) > 0 or startsWith(initials, {q:String}))';

async function present(db: Db, rows: readonly Row[]): Promise<z.output<typeof previewList>['data']> {
  const known = await describeCustomers(
    db,
    rows.map(row => row.person_id),
  );
  const names = new Map(known.map(({ id, name }) => [id, name]));
  return rows.map(({ person_id, tier, goes, r, f, m, value }) => ({
    customerId: person_id,
    name: names.get(person_id) ?? '',
    from: tier || null,
    to: tierName.parse(goes),
    scores: [r, f, m],
    value: Number(value),
  }));
}

/** Whom other cut-offs do not move: they are few, so they travel with the question. */
async function heldByHand({ db, clock }: Needs): Promise<number[]> {
  const rows = await db
    .selectFrom('tierOverrides')
    .select('customerId')
    .where(eb => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', clock.now())]))
    .execute();
  return rows.map(row => row.customerId);
}

function seenBy(scope: Scope): { seen: string; values: Record<string, unknown> } {
  if (scope.kind === 'all') return { seen: '1', values: {} };
  return { seen: 'hasAny(members, {scope:Array(UInt32)})', values: { scope: scope.memberIds } };
}
