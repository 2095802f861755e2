import type { z } from 'zod';
import { type Language, say, type Words } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { syncFound, syncRead, syncRunView } from './contract.ts';

/** How much there is in the corp. */
export type SyncRead = Required<Omit<z.output<typeof syncRead>, 'first'>>;

/** What a comparison found that Siyu did not know: had every event come, it would all be nought. */
export type SyncFound = Required<z.output<typeof syncFound>>;

type Needs = Pick<Platform, 'db' | 'clock'>;
/** Nights one can look back on. */
const KEPT = 100;

/** `first`: whatever it reads is new, and nothing was missed. */
export type Run = { id: number; first: boolean };

export async function beginRun({ db, clock }: Needs, accountId: number): Promise<Run> {
  const before = await db
    .selectFrom('syncRuns')
    .select('id')
    .where('accountId', '=', accountId)
    .where('state', '=', 'done')
    .limit(1)
    .executeTakeFirst();
  const { id } = await db
    .insertInto('syncRuns')
    .values({ accountId, startedAt: clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, first: before === undefined };
}

export async function endRun(
  { db, clock }: Needs,
  { id, first }: Run,
  end: (SyncRead & { found: SyncFound }) | { failure: Words },
): Promise<void> {
  const finishedAt = clock.now();
  if ('failure' in end) {
    const failure = JSON.stringify(end.failure);
    await db
      .updateTable('syncRuns')
      .set({ state: 'failed', failure, finishedAt })
      .where('id', '=', id)
      .execute();
    return;
  }
  const { found, ...read } = end;
  await db
    .updateTable('syncRuns')
    .set({
      state: 'done',
      read: JSON.stringify({ ...read, first }),
      found: JSON.stringify(found),
      finishedAt,
    })
    .where('id', '=', id)
    .execute();
  const { accountId } = await db
    .selectFrom('syncRuns')
    .select('accountId')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const kept = db.selectFrom('syncRuns').select('id').where('accountId', '=', accountId);
  await db
    .deleteFrom('syncRuns')
    .where('accountId', '=', accountId)
    .where('id', 'not in', kept.orderBy('id', 'desc').limit(KEPT))
    .execute();
}

/** The last comparisons of an account, newest first. */
export async function listRuns(
  db: Db | Tx,
  accountId: number,
  language: Language,
): Promise<z.output<typeof syncRunView>[]> {
  const rows = await db
    .selectFrom('syncRuns')
    .selectAll()
    .where('accountId', '=', accountId)
    .orderBy('id', 'desc')
    .limit(30)
    .execute();
  return rows.map(({ failure, read, found, ...run }) => ({
    ...(run as Pick<z.output<typeof syncRunView>, 'id' | 'state' | 'startedAt' | 'finishedAt'>),
    read: read as Partial<SyncRead>,
    found: found as Partial<SyncFound>,
    failure: failure ? say(failure as Words, language) : null,
  }));
}
