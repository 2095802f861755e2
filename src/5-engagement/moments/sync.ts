import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { DAY, HOUR, MINUTE } from '#platform/clock.ts';
import { appendEvents } from '#platform/log/events.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { nameOf } from './moments.ts';
import { tellPublished, tellTotals } from './told.ts';

/** How long after it was handed out a moment is asked about. */
const GIVE_UP = 30 * DAY;

type Open = {
  id: number;
  accountId: number;
  momentId: string;
  memberId: number | null;
  postedAt: Date;
  text: string;
};
type Part = { memberId: number; userId: string; planned: boolean; published: boolean; fresh: boolean };

/**
 * Reads from WeCom what became of moments: who has published, for whom it was, in whose feeds it lies, who liked it or
 * wrote under it. WeCom's word is the truth; what it says twice changes nothing. A member's own has no task there.
 * @returns how many were asked about.
 */
export async function syncMoments(platform: Platform, id?: number, limit = 100): Promise<number> {
  const { db, clock } = platform;
  const { rows } = await sql<Open>`
    select id, account_id, moment_id, member_id, posted_at, text from moments
    where moment_id is not null and status in ('open', 'cancelled')
      and (${id ?? null}::bigint is null and next_sync <= ${clock.now()} or id = ${id ?? null})
    order by next_sync nulls last, id limit ${limit}`.execute(db);
  for (const moment of rows) {
    try {
      await syncOne(platform, moment);
    } catch (error) {
      platform.log.warn({ err: error, moment: moment.id }, 'a moment could not be read');
      if (id !== undefined) throw error;
    }
    await db
      .updateTable('moments')
      .set({ nextSync: nextOf(moment, clock.now()) })
      .where('id', '=', moment.id)
      .execute();
  }
  return rows.length;
}

/** Often on its day, hourly in its week, then daily, until nobody asks any more. */
function nextOf({ postedAt }: Open, now: Date): Date | null {
  const age = now.getTime() - postedAt.getTime();
  if (age > GIVE_UP) return null;
  return new Date(now.getTime() + (age < DAY ? 5 * MINUTE : age < 7 * DAY ? HOUR : DAY));
}

async function syncOne(platform: Platform, moment: Open): Promise<void> {
  const client = await openWecom(platform, moment.accountId);
  const failures: unknown[] = [];
  for (const part of await partsOf(platform, client, moment))
    await readPart(platform, client, moment, part).catch(error => failures.push(error));
  if (failures.length > 0) throw failures[0];
  await platform.db
    .updateTable('moments')
    .set({ syncedAt: platform.clock.now() })
    .where('id', '=', moment.id)
    .execute();
}

/** One that WeCom does not tell of (who left, say) does not hide the others. */
async function readPart(
  platform: Platform,
  client: wecom.WecomClient,
  moment: Open,
  part: Part,
): Promise<void> {
  if (!part.planned) await readPlanned(platform, client, moment, part);
  if (part.published) await readPublished(platform, client, moment, part);
}

/** The members' parts, as WeCom has them now. */
async function partsOf(platform: Platform, client: wecom.WecomClient, moment: Open): Promise<Part[]> {
  const { db, clock } = platform;
  const tasks =
    moment.memberId === null ? wecom.orThrow(await wecom.listMomentTasks(client, moment.momentId)) : [];
  const now = clock.now();
  const own = moment.memberId === null ? null : moment.postedAt;
  return await db.transaction().execute(async tx => {
    // Two that read at once would both find the same new.
    await sql`select 1 from moments where id = ${moment.id} for update`.execute(tx);
    const { rows } = await sql<Part>`
    with before as (
      select member_id from moment_members where moment_id = ${moment.id} and published_at is not null
    ), told as (
      select a.member_id, min(a.external_id) as user_id, bool_or(t.published) as published
      from jsonb_to_recordset(${JSON.stringify(tasks)}::jsonb) as t ("userId" text, published boolean)
      join member_accounts a on a.account_id = ${moment.accountId} and lower(a.external_id) = lower(t."userId") group by a.member_id
      union all
      select a.member_id, min(a.external_id), true from member_accounts a
      where a.account_id = ${moment.accountId} and a.member_id = ${moment.memberId} group by a.member_id
    ), written as (
      insert into moment_members as p (moment_id, member_id, published_at)
      select ${moment.id}, member_id, case when published then coalesce(${own}::timestamptz, ${now}) end from told
      on conflict (moment_id, member_id) do update set published_at = coalesce(p.published_at, excluded.published_at)
      returning member_id, planned_at is not null as planned
    )
    select told.member_id, told.user_id, told.published, written.planned,
      told.published and told.member_id not in (select member_id from before) as fresh
    from told join written using (member_id) order by told.member_id`.execute(tx);
    const fresh = rows.filter(row => row.fresh).map(row => row.memberId);
    await tellPublished(tx, moment, fresh, now);
    return rows;
  });
}

async function readPlanned(
  { db, clock }: Platform,
  client: wecom.WecomClient,
  moment: Open,
  { memberId, userId }: Part,
): Promise<void> {
  const planned = await wecom.listMomentPlanned(client, moment.momentId, userId);
  if (!planned.ok && planned.code === HANDED_OUT) return;
  const external = wecom.orThrow(planned);
  await db.transaction().execute(async tx => {
    await writePeople(tx, moment, memberId, external, null);
    await sql`update moment_members set planned_at = ${clock.now()} where moment_id = ${moment.id} and member_id = ${memberId}`.execute(
      tx,
    );
  });
}
/** 41079: it is still being handed out. */
const HANDED_OUT = 41079;

async function readPublished(
  { db, clock }: Platform,
  client: wecom.WecomClient,
  moment: Open,
  { memberId, userId }: Part,
): Promise<void> {
  const shown = wecom.orThrow(await wecom.listMomentShown(client, moment.momentId, userId));
  const reactions = wecom.orThrow(await wecom.readMomentReactions(client, moment.momentId, userId));
  await db.transaction().execute(async tx => {
    const seen = await writePeople(tx, moment, memberId, shown, clock.now());
    const reacted = await writeReactions(tx, moment, memberId, reactions);
    if (seen + reacted > 0) await tellTotals(tx, moment, clock.now());
  });
}

/** Customers that Siyu does not know yet are written down when they are asked about again. @returns how many are new. */
async function writePeople(
  tx: Tx,
  { id, accountId }: Open,
  memberId: number,
  external: readonly string[],
  shownAt: Date | null,
): Promise<number> {
  const { rows } = await sql`
    insert into moment_people as p (moment_id, member_id, customer_id, shown_at)
    select distinct ${id}::bigint, ${memberId}::bigint, i.customer_id, ${shownAt}::timestamptz
    from identities i join customers c on c.id = i.customer_id
    where i.kind = 'external_userid' and i.account_id = ${accountId} and i.key = any(${external}::text[]) and c.status <> 'erased'
    on conflict (moment_id, member_id, customer_id) do update set shown_at = coalesce(p.shown_at, excluded.shown_at)
      where p.shown_at is null and excluded.shown_at is not null
    returning customer_id`.execute(tx);
  return rows.length;
}

type Fresh = { customerId: number; kind: 'like' | 'comment'; at: Date };

/** What is new of them is told in the customers' timelines. Members of the company who like it are no customers. */
async function writeReactions(
  tx: Tx,
  { id, accountId, text }: Open,
  memberId: number,
  reactions: readonly wecom.MomentReaction[],
): Promise<number> {
  const rows = reactions.filter(one => one.externalUserId !== '');
  const { rows: fresh } = await sql<Fresh>`
    insert into moment_reactions (moment_id, member_id, customer_id, kind, at)
    select distinct ${id}::bigint, ${memberId}::bigint, i.customer_id, r.kind, r.at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r ("externalUserId" text, kind text, at timestamptz)
    join identities i on i.kind = 'external_userid' and i.account_id = ${accountId} and i.key = r."externalUserId"
    join customers c on c.id = i.customer_id and c.status <> 'erased'
    on conflict do nothing returning customer_id, kind, at`.execute(tx);
  const name = nameOf({ text });
  await appendEvents(
    tx,
    fresh.map(({ customerId, kind, at }) => ({
      type: kind === 'like' ? 'moment.liked' : 'moment.commented',
      ...{ customerId, accountId, at, actor: `member:${memberId}` },
      data: { momentId: id, name },
    })),
  );
  return fresh.length;
}
