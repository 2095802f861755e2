import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { say, type Words } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { inScope } from '../../customers/scope.ts';
import type { pushesView } from '../contract.ts';
import { PUSH } from './push-job.ts';

type View = z.output<typeof pushesView>;
type Row = Omit<View['people'][number], 'why' | 'what'> & {
  failure: Words;
  tags: string[];
  remarked: boolean;
};

const SHOWN = 50;

/** What WeCom is still to be told, how much it refused and why, and of whom among the actor's people. */
export async function listPushes(
  db: Db | Tx,
  actor: Pick<Actor, 'scope' | 'language'>,
  accountId: number,
): Promise<View> {
  const { rows: counts } = await sql<{ failure: Words | null; relations: number }>`
    select case when given_up_at is not null then failure end as failure, count(*) as relations
    from follow_pushes where account_id = ${accountId} group by 1 order by 2 desc`.execute(db);
  const { rows } = await sql<Row>`
    select c.person_id as customer_id, coalesce(p.name, c.name, '') as name, m.name as member, w.failure, w.given_up_at as at,
      w.remark is not null as remarked, array(select case when t.carried then '+' else '−' end || g.name from tag_pushes t
        join tag_accounts k on k.account_id = t.account_id and k.external_id = t.external_id join tags g on g.id = k.tag_id
        where t.follow_id = w.follow_id order by g.name) as tags
    from follow_pushes w join follows f on f.id = w.follow_id join members m on m.id = f.member_id
    join customers c on c.id = f.customer_id join customers p on p.id = c.person_id
    where w.account_id = ${accountId} and w.given_up_at is not null and ${inScope(actor.scope, sql`c.person_id`)}
    order by w.given_up_at desc, w.follow_id limit ${SHOWN}`.execute(db);
  const words = (failure: Words) => say(failure, actor.language);
  const remark = say({ zh: '备注', en: 'remark' }, actor.language);
  return {
    waiting: Number(counts.find(row => row.failure === null)?.relations ?? 0),
    refused: counts.flatMap(({ failure, relations }) =>
      failure ? [{ why: words(failure), relations: Number(relations) }] : [],
    ),
    people: rows.map(({ failure, tags, remarked, ...row }) => ({
      ...row,
      what: [...tags, ...(remarked ? [remark] : [])],
      why: words(failure),
    })),
  };
}

/** What was given up is tried again from the beginning. @returns how many relations that concerns. */
export async function retryPushes(
  tx: Tx,
  { clock, jobs }: Pick<Platform, 'clock' | 'jobs'>,
  actor: Pick<Actor, 'name'>,
  accountId: number,
): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('followPushes')
    .set({ attempts: 0, tryAt: clock.now(), failure: null, givenUpAt: null })
    .where('accountId', '=', accountId)
    .where('givenUpAt', 'is not', null)
    .executeTakeFirst();
  const relations = Number(numUpdatedRows);
  await audit(tx, clock, actor, {
    action: 'pushes.retried',
    object: { kind: 'account', id: accountId },
    after: { relations },
  });
  await jobs.enqueue(tx, PUSH, {}, { onlyOne: PUSH.name });
  return relations;
}
