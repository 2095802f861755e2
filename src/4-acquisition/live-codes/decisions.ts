import { sql } from 'kysely';
import type { z } from 'zod';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { decisionView, dryRunBody, scanView } from './contract.ts';
import { type Decision, decide, type Step } from './decide.ts';
import { oneWithDepartments } from './expand.ts';
import { namesOf } from './list-codes.ts';
import { situationOf } from './situation.ts';

type View = z.output<typeof decisionView>;
type Scan = z.output<typeof scanView>;

/** Whom somebody would reach who scanned then and there: the same decision the page makes, with nothing written down. */
export async function dryRun(
  db: Db | Tx,
  { codeId, accountId, at, city, ...asked }: z.output<typeof dryRunBody>,
): Promise<View> {
  const { plan } = await oneWithDepartments(db, { accountId, plan: asked.plan });
  const situation = await situationOf(db, { id: codeId ?? 0, accountId, plan }, at);
  const decision = decide(plan, { at, city, before: null, chance: 0 }, situation);
  return viewOf(decision, await namesOf(db, peopleIn([decision])));
}

/** Each opening of a code's page, with the decision as it was made then; the newest first. */
export async function listScans(
  db: Db | Tx,
  codeId: number,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ data: Scan[]; hasMore: boolean; nextCursor: string | null }> {
  type Row = Omit<Decision, 'steps' | 'again'> & {
    id: number;
    at: Date;
    city: string;
    mark: string | null;
    trace: Pick<Decision, 'again' | 'steps'>;
  };
  const { rows } = await sql<Row>`
    select s.id, s.at, s.city, v.mark, s.route, s.kind, s.member_id, s.trace
    from code_scans s left join code_variants v on v.id = s.variant_id
    where s.code_id = ${codeId} and (${cursor ?? null}::bigint is null or s.id < ${cursor ?? null}::bigint)
    order by s.id desc limit ${limit + 1}`.execute(db);
  const decisions = rows.slice(0, limit).map(({ trace, ...row }) => ({ ...row, ...trace }));
  const names = await namesOf(db, peopleIn(decisions));
  const hasMore = rows.length > limit;
  return {
    data: decisions.map(({ id, at, city, mark, ...decision }) => ({
      id,
      at,
      city,
      mark,
      decision: viewOf(decision, names),
    })),
    ...{ hasMore, nextCursor: hasMore ? String(decisions.at(-1)?.id) : null },
  };
}

function peopleIn(decisions: readonly Decision[]): number[] {
  const ids = decisions.flatMap(({ steps }) =>
    steps.flatMap(step => step.candidates.map(one => one.memberId)),
  );
  return [...new Set(ids)];
}

function viewOf(
  { memberId, steps, ...decision }: Decision,
  names: readonly { id: number; name: string }[],
): View {
  const named = (id: number) => names.find(one => one.id === id) ?? { id, name: '' };
  return {
    ...decision,
    member: memberId === null ? null : named(memberId),
    steps: steps.map(({ candidates, ...step }: Step) => ({
      ...step,
      candidates: candidates.map(({ memberId: id, ...candidate }) => ({ member: named(id), ...candidate })),
    })),
  };
}
