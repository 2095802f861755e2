import { sql } from 'kysely';
import type { z } from 'zod';
import { refuseAttachments, refuseTooLong, refuseUnknownPlaces } from '#brand';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import { type Clock, DAY } from '#platform/clock.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { accountWelcomeView, WelcomePlan } from './contract.ts';
import { refuseOfficialWelcome } from './official/refuse-welcome.ts';

type View = z.output<typeof accountWelcomeView>;

const SHOWN_DAYS = 7;
/** A call takes time: where none has passed, the clock stood still, as in the story of the demo. */
const TIMED = sql`g.outcome = 'sent' and g.settled_at > g.taken_at`;

/** What each corp and official account says to who comes by no code with words of its own, and how welcomes went in the last seven days. */
export async function listAccountWelcomes(db: Db | Tx, now: Date): Promise<View[]> {
  const since = new Date(now.getTime() - SHOWN_DAYS * DAY);
  const { rows } = await sql<View>`
    select jsonb_build_object('id', a.id, 'name', a.name, 'kind', a.kind) as account, w.welcome, w.updated_at,
      (select jsonb_build_object(
          'sent', count(*) filter (where g.outcome = 'sent'), 'none', count(*) filter (where g.outcome = 'none'),
          'late', count(*) filter (where g.outcome = 'late' or (g.outcome is null and g.taken_at < ${now}::timestamptz - interval '1 minute')),
          'greeted', count(*) filter (where g.outcome = 'greeted'), 'refused', count(*) filter (where g.outcome = 'refused'),
          'median', percentile_cont(0.5) within group (order by extract(epoch from g.settled_at - g.taken_at) * 1000) filter (where ${TIMED}),
          'p99', percentile_cont(0.99) within group (order by extract(epoch from g.settled_at - g.taken_at) * 1000) filter (where ${TIMED}))
        from welcomes g where g.account_id = a.id and g.taken_at >= ${since}) as figures
    from channel_accounts a left join account_welcomes w on w.account_id = a.id
    where a.kind in ('wecom', 'official_account') and a.status = 'active' and (a.kind = 'wecom' or a.secrets is not null)
    order by a.kind desc, a.id`.execute(db);
  return rows.map(row => ({ ...row, updatedAt: row.updatedAt && new Date(row.updatedAt) }));
}

export async function setAccountWelcome(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  accountId: number,
  welcome: WelcomePlan | null,
): Promise<void> {
  const account = await tx
    .selectFrom('channelAccounts')
    .select('kind')
    .where('id', '=', accountId)
    .where('kind', 'in', ['wecom', 'official_account'])
    .executeTakeFirst();
  if (!account) throw new Problem(NOT_FOUND);
  if (account.kind === 'official_account' && welcome) await refuseOfficialWelcome(tx, clock.now(), welcome);
  for (const { message } of welcome?.variants ?? []) {
    refuseTooLong(message);
    refuseUnknownPlaces(message);
    await refuseAttachments(tx, message);
  }
  const before = await tx
    .deleteFrom('accountWelcomes')
    .where('accountId', '=', accountId)
    .returning('welcome')
    .executeTakeFirst();
  if (welcome)
    await tx
      .insertInto('accountWelcomes')
      .values({ accountId, welcome: JSON.stringify(welcome), updatedBy: actor.name, updatedAt: clock.now() })
      .execute();
  await audit(tx, clock, actor, {
    action: 'welcome.changed',
    object: { kind: 'channel_account', id: accountId },
    before: { welcome: before?.welcome ?? null },
    after: { welcome },
  });
}
