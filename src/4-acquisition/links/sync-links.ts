import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { DAY, fromShanghai, HOUR, shanghaiDate } from '#platform/clock.ts';
import type { LogEvent } from '#platform/log/events.ts';
import type { Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';

type Link = { id: number; accountId: number; linkId: string; createdAt: Date; lastDay: string | null };

/** Figures are read once an hour, and when the platform tells of something. */
const EVERY = HOUR;
/** Page 97299: a span of at most 30 days; each day is read by itself. */
const MOST_DAYS = 30;

/** Reads what the platform counts of links and what is left of the quota, of those that are due. */
export async function syncLinks(platform: Platform): Promise<void> {
  const { db, clock } = platform;
  const { rows } = await sql<Link>`
    select l.id, l.account_id, l.link_id, l.created_at, (select max(day)::text from acquisition_link_days d where d.link_id = l.id) as last_day
    from acquisition_links l where l.link_id is not null and l.archived_at is null and l.gone_at is null and l.next_sync <= ${clock.now()}
    order by l.account_id, l.id`.execute(db);
  for (const [accountId, links] of Map.groupBy(rows, row => row.accountId))
    await syncAccount(platform, accountId, links).catch(error =>
      platform.log.warn({ accountId, err: error }, 'figures of acquisition links could not be read'),
    );
  await syncQuotas(platform);
}

async function syncAccount(platform: Platform, accountId: number, links: readonly Link[]): Promise<void> {
  // Put off first: what cannot be read now is not asked for every minute.
  const next = new Date(platform.clock.now().getTime() + EVERY);
  const ids = links.map(link => link.id);
  await sql`update acquisition_links set next_sync = ${next} where id = any(${ids}::bigint[])`.execute(
    platform.db,
  );
  const client = await openWecom(platform, accountId);
  const there = new Set(wecom.orThrow(await wecom.listAcquisitionLinks(client)));
  for (const link of links)
    if (there.has(link.linkId)) await syncLink(platform, client, link);
    else await noteGone(platform.db, platform.clock.now(), [link.linkId], accountId);
}

async function syncLink(platform: Platform, client: wecom.WecomClient, link: Link): Promise<void> {
  const { db, clock } = platform;
  const now = clock.now();
  const days: { day: string; clicks: number; added: number }[] = [];
  for (const day of daysToRead(link, now)) {
    const at = fromShanghai(day);
    days.push({ day, ...wecom.orThrow(await wecom.linkStatistic(client, link.linkId, at, at)) });
  }
  const customers = wecom.orThrow(await wecom.listLinkCustomers(client, link.linkId));
  const chatted = customers.filter(customer => customer.hasWritten).length;
  await db.transaction().execute(async tx => {
    await sql`
      insert into acquisition_link_days (link_id, day, clicks, added)
      select ${link.id}, * from jsonb_to_recordset(${JSON.stringify(days)}::jsonb) as t (day date, clicks integer, added integer)
      on conflict (link_id, day) do update set clicks = excluded.clicks, added = excluded.added`.execute(tx);
    await sql`
      update acquisition_links set customers = ${customers.length}, chatted = ${chatted}, synced_at = ${now} where id = ${link.id}`.execute(
      tx,
    );
  });
}

/** From the last day that was read, which may not have been over. */
export function daysToRead({ createdAt, lastDay }: Pick<Link, 'createdAt' | 'lastDay'>, now: Date): string[] {
  const oldest = shanghaiDate(new Date(now.getTime() - (MOST_DAYS - 1) * DAY));
  const from = [oldest, lastDay ?? shanghaiDate(createdAt)].sort().at(-1) ?? oldest;
  const days: string[] = [];
  for (let at = fromShanghai(from).getTime(); at <= now.getTime(); at += DAY)
    days.push(shanghaiDate(new Date(at)));
  return days;
}

async function noteGone(db: Platform['db'] | Tx, at: Date, linkIds: readonly string[], accountId: number) {
  await sql`
    update acquisition_links set gone_at = ${at}
    where account_id = ${accountId} and link_id = any(${linkIds}::text[]) and gone_at is null and archived_at is null`.execute(
    db,
  );
}

async function syncQuotas(platform: Platform): Promise<void> {
  const { db, clock } = platform;
  const now = clock.now();
  const next = new Date(now.getTime() + EVERY);
  const { rows } = await sql<{ accountId: number }>`
    update acquisition_quotas q set next_sync = ${next} from channel_accounts a
    where q.next_sync <= ${now} and a.id = q.account_id and a.status = 'active' returning q.account_id`.execute(
    db,
  );
  for (const { accountId } of rows) {
    const read = await openWecom(platform, accountId).then(wecom.readAcquisitionQuota).catch(wecom.asFailure);
    if (read.ok)
      await sql`
        update acquisition_quotas set total = ${read.data.total}, balance = ${read.data.balance}, read_at = ${now}, failure = null,
          parts = ${JSON.stringify(read.data.parts)}::jsonb where account_id = ${accountId}`.execute(db);
    else
      await sql`update acquisition_quotas set failure = ${wecom.keptFailure(read)}::jsonb where account_id = ${accountId}`.execute(
        db,
      );
  }
}

/** Follows what the platform tells of links and quota: their figures are read within a minute. */
export function linkEventsReader({ clock }: Platform): Reader {
  return {
    name: 'acquisition.links',
    only: ['acquisition.%'],
    handle: async (tx, events) => {
      const now = clock.now();
      for (const [accountId, told] of Map.groupBy(events, event => event.accountId ?? 0)) {
        const gone = told.filter(event => event.type === 'acquisition.link_deleted').flatMap(linkIn);
        await noteGone(tx, now, gone, accountId);
        await sql`
          update acquisition_links set next_sync = ${now} where account_id = ${accountId} and link_id = any(${told.flatMap(linkIn)}::text[])`.execute(
          tx,
        );
        await sql`update acquisition_quotas set next_sync = ${now} where account_id = ${accountId}`.execute(
          tx,
        );
      }
    },
  };
}

const linkIn = ({ data }: LogEvent) => (typeof data.linkId === 'string' ? [data.linkId] : []);
