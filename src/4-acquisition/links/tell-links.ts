import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { oneAtATime } from '#platform/postgres/one-at-a-time.ts';
import type { WantedLink } from './links.ts';

type Row = {
  id: number;
  accountId: number;
  wanted: WantedLink;
  told: WantedLink | null;
  linkId: string | null;
  askedAt: Date | null;
  tries: number;
};

/** A worker that dies leaves the link it was telling of to the next after that. */
const LEASE = MINUTE;

/**
 * Makes, changes and deletes links at the platform until it knows of all, one process at a time. A link is made once: when
 * the answer to making it was lost, it is looked for among the platform's links before another is made.
 * @returns of how many it was told.
 */
export function tellLinks(platform: Platform): Promise<number> {
  return oneAtATime(platform.pool, 'acquisition_links.tell', async () => {
    let told = 0;
    for (;;) {
      const link = await takeLink(platform);
      if (!link) return told;
      const failed = await tell(platform, link).catch(wecom.asFailure);
      if (failed) await postpone(platform, link, failed);
      else told += 1;
    }
  });
}

async function takeLink({ db, clock }: Platform): Promise<Row | undefined> {
  const now = clock.now();
  const { rows } = await sql<Row>`
    update acquisition_links set next_try = ${new Date(now.getTime() + LEASE)}, tries = tries + 1
    where id = (select id from acquisition_links where told is distinct from wanted and next_try <= ${now} and gone_at is null
      order by next_try, id limit 1 for update skip locked)
    returning id, account_id, wanted, told, link_id, asked_at, tries`.execute(db);
  return rows[0];
}

async function tell(platform: Platform, link: Row): Promise<wecom.Failure | undefined> {
  const client = await openWecom(platform, link.accountId);
  const { wanted } = link;
  const content = 'gone' in wanted ? undefined : await contentOf(platform, link, wanted);
  const found = link.linkId ? { linkId: link.linkId } : await findLost(platform, client, link);
  if (!content)
    return found ? await remove(platform, client, link, found.linkId) : await keep(platform, link);
  if (!found) return await make(platform, client, link, content);
  const changed = await wecom.changeAcquisitionLink(client, found.linkId, content);
  if (!changed.ok) return changed;
  return await keep(platform, link, found);
}

type Made = { linkId: string; url?: string };

async function keep(platform: Platform, { id, wanted }: Row, made?: Made): Promise<undefined> {
  await sql`
    update acquisition_links set told = ${JSON.stringify(wanted)}::jsonb, link_id = coalesce(${made?.linkId ?? null}, link_id),
      url = coalesce(${made?.url ?? null}, url), asked_at = null, tries = 0, failure = null
    where id = ${id}`.execute(platform.db);
}

async function make(
  platform: Platform,
  client: wecom.WecomClient,
  link: Row,
  content: wecom.AcquisitionLinkContent,
): Promise<wecom.Failure | undefined> {
  const { db, clock } = platform;
  await sql`update acquisition_links set asked_at = ${clock.now()} where id = ${link.id}`.execute(db);
  const made = await wecom.createAcquisitionLink(client, content);
  if (made.ok) return await keep(platform, link, made.data);
  // A refusal proves that nothing was made; after any other failure it is looked for first.
  if (made.kind !== 'uncertain')
    await sql`update acquisition_links set asked_at = null where id = ${link.id}`.execute(db);
  return made;
}

async function remove(
  platform: Platform,
  client: wecom.WecomClient,
  link: Row,
  linkId: string,
): Promise<wecom.Failure | undefined> {
  const left = wecom.orThrow(await wecom.listAcquisitionLinks(client));
  if (left.includes(linkId)) {
    const removed = await wecom.deleteAcquisitionLink(client, linkId);
    if (!removed.ok) return removed;
  }
  return await keep(platform, link);
}

/** The link that was asked for before its answer was lost: made since then, under this name, and nobody else's. */
async function findLost(
  { db }: Platform,
  client: wecom.WecomClient,
  { accountId, wanted, askedAt, id }: Row,
): Promise<Made | undefined> {
  if (!askedAt) return undefined;
  const known = await db
    .selectFrom('acquisitionLinks')
    .select('linkId')
    .where('accountId', '=', accountId)
    .where('linkId', 'is not', null)
    .execute();
  const ours = new Set(known.map(row => row.linkId));
  const names = await db
    .selectFrom('acquisitionLinks')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirst();
  const name = 'gone' in wanted ? names?.name : wanted.name;
  for (const linkId of wecom.orThrow(await wecom.listAcquisitionLinks(client))) {
    if (ours.has(linkId)) continue;
    const link = wecom.orThrow(await wecom.getAcquisitionLink(client, linkId));
    if (link.name === name && link.createdAt.getTime() >= askedAt.getTime() - MINUTE)
      return { linkId, url: link.url };
  }
  return undefined;
}

/** Whoever cannot be added any more is left out; where that is everybody, all are told of, and WeCom says why not. */
async function contentOf(
  { db }: Platform,
  { accountId, told }: Row,
  { name, members, departments = [], asksNobody, priority }: Exclude<WantedLink, { gone: true }>,
): Promise<wecom.AcquisitionLinkContent> {
  const some = Array.isArray(priority) ? priority : [];
  const { rows: known } = await sql<{ memberId: number; externalId: string; active: boolean }>`
    select member_id, external_id, active from member_accounts
    where account_id = ${accountId} and member_id = any(${[...members, ...some]}::bigint[]) order by external_id`.execute(
    db,
  );
  const rows = known.filter(row => members.includes(row.memberId));
  const active = rows.filter(row => row.active);
  const userIds = (active.length + departments.length > 0 ? active : rows).map(row => row.externalId);
  const first = known.filter(row => row.active && some.includes(row.memberId)).map(row => row.externalId);
  const wanted = priority === 'corp' ? priority : first.length > 0 ? first : 'none';
  // Where nobody ever came first nothing is said of it.
  const isNews = priority !== undefined || (told !== null && 'priority' in told);
  return { name, userIds, departmentIds: departments, asksNobody, ...(isNews && { priority: wanted }) };
}

async function postpone({ db, clock }: Platform, link: Row, failed: wecom.Failure): Promise<void> {
  await sql`
    update acquisition_links set next_try = ${wecom.nextTry(failed, link.tries, clock.now())}, failure = ${wecom.keptFailure(failed)}::jsonb
    where id = ${link.id}`.execute(db);
}
