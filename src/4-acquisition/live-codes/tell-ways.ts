import { sql } from 'kysely';
import { officialAccount, openWecom, wecom } from '#channels';
import { MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { oneAtATime } from '#platform/postgres/one-at-a-time.ts';
import type { Wanted, WayKind } from './ways.ts';

type Row = {
  id: number;
  accountId: number;
  kind: WayKind;
  state: string;
  code: string;
  wanted: Wanted;
  told: Wanted | null;
  configId: string | null;
  askedAt: Date | null;
  tries: number;
};

/** A worker that dies leaves the way it was telling to the next after that. */
const LEASE = MINUTE;

/**
 * Tells the platform where ways should lead, one after the other, until it knows of all; one process at a time, because a
 * call may wait its turn for longer than any lease. A way is made once: when the
 * answer to making it was lost, it is looked for by its state before another is made.
 * @returns how many were told.
 */
export function tellWays(platform: Platform): Promise<number> {
  return oneAtATime(platform.pool, 'live_codes.tell', () => tellAll(platform));
}

async function tellAll(platform: Platform): Promise<number> {
  let told = 0;
  for (;;) {
    const way = await takeWay(platform);
    if (!way) return told;
    const failure = await tell(platform, way).catch(error => ({ ...wecom.asFailure(error) }));
    if (failure) await postpone(platform, way, failure);
    else told += 1;
  }
}

async function takeWay({ db, clock }: Platform): Promise<Row | undefined> {
  const now = clock.now();
  const { rows } = await sql<Row>`
    with next as (
      select id from code_ways where told is distinct from wanted and next_try <= ${now}
      order by next_try, id limit 1 for update skip locked
    )
    update code_ways w set next_try = ${new Date(now.getTime() + LEASE)}, tries = w.tries + 1
    from next, live_codes c where w.id = next.id and c.id = w.code_id
    returning w.id, c.account_id, w.kind, w.state, c.name as code, w.wanted, w.told, w.config_id, w.asked_at, w.tries`.execute(
    db,
  );
  return rows[0];
}

async function tell(platform: Platform, way: Row): Promise<wecom.Failure | undefined> {
  if ('official' in way.wanted) return await tellOfficial(platform, way, way.wanted.official);
  const client = await openWecom(platform, way.accountId);
  const content = await contentOf(platform, way, way.wanted);
  const configId = way.configId ?? (await findLost(platform, client, way));
  const outcome = configId
    ? await change(client, way, configId, content)
    : await make(platform, client, way, content);
  if (!outcome.ok) return outcome;
  await noteTold(platform, way, outcome.data);
  return undefined;
}

/** The official account makes a code whose scene is the way's state; made again it is the same. */
async function tellOfficial(
  platform: Platform,
  way: Row,
  accountId: number,
): Promise<wecom.Failure | undefined> {
  const client = await officialAccount.openOfficialAccount(platform, accountId);
  const made = await officialAccount.makeSceneCode(client, way.state);
  if (!made.ok) return made;
  await noteTold(platform, way, { configId: made.data.ticket, imageUrl: made.data.imageUrl });
  return undefined;
}

async function noteTold(
  { db, clock }: Platform,
  way: Row,
  { configId, imageUrl }: { configId: string; imageUrl: string | undefined },
): Promise<void> {
  await sql`
    update code_ways set config_id = ${configId}, told = ${JSON.stringify(way.wanted)}::jsonb, asked_at = null, tries = 0,
      image_url = coalesce(${imageUrl ?? null}, image_url), failure = null, made_at = coalesce(made_at, ${clock.now()})
    where id = ${way.id}`.execute(db);
}

type Content = { members: wecom.ContactWayContent } | { groups: wecom.JoinWayContent };
type Made = wecom.Outcome<{ configId: string; imageUrl: string | undefined }>;

async function make(
  platform: Platform,
  client: wecom.WecomClient,
  way: Row,
  content: Content,
): Promise<Made> {
  await sql`update code_ways set asked_at = ${platform.clock.now()} where id = ${way.id}`.execute(
    platform.db,
  );
  if ('members' in content) {
    const made = await wecom.addContactWay(client, 'code', content.members);
    if (made.ok) return { ok: true, data: { configId: made.data.configId, imageUrl: made.data.codeUrl } };
    return await notAsked(platform, way, made);
  }
  const made = await wecom.addJoinWay(client, content.groups);
  return made.ok ? await withPicture(client, made.data) : await notAsked(platform, way, made);
}

/** A refusal proves that nothing was made; after any other failure it is looked for first. */
async function notAsked({ db }: Platform, way: Row, failed: wecom.Failure): Promise<wecom.Failure> {
  if (failed.kind !== 'uncertain')
    await sql`update code_ways set asked_at = null where id = ${way.id}`.execute(db);
  return failed;
}

async function change(
  client: wecom.WecomClient,
  way: Row,
  configId: string,
  content: Content,
): Promise<Made> {
  if ('groups' in content) {
    const changed = await wecom.changeJoinWay(client, configId, content.groups);
    return changed.ok ? await withPicture(client, configId) : changed;
  }
  const changed = await wecom.changeContactWay(client, configId, content.members);
  if (!changed.ok) return changed;
  if (way.configId) return { ok: true, data: { configId, imageUrl: undefined } };
  const found = await wecom.getContactWay(client, configId);
  return found.ok ? { ok: true, data: { configId, imageUrl: found.data.codeUrl } } : found;
}

/** The picture of a group's code is told only when it is read. */
async function withPicture(client: wecom.WecomClient, configId: string): Promise<Made> {
  const way = await wecom.getJoinWay(client, configId);
  return way.ok ? { ok: true, data: { configId, imageUrl: way.data.codeUrl } } : way;
}

/** The way that was asked for before its answer was lost. Groups' ways are in no list: one more of them does no harm. */
async function findLost(
  { clock }: Platform,
  client: wecom.WecomClient,
  { kind, state, askedAt }: Row,
): Promise<string | undefined> {
  if (!askedAt || kind === 'group') return undefined;
  const from = new Date(askedAt.getTime() - MINUTE);
  const ids = wecom.orThrow(await wecom.listContactWays(client, from, clock.now()));
  for (const id of ids) {
    const way = await wecom.getContactWay(client, id);
    if (way.ok && way.data.state === state) return id;
  }
  return undefined;
}

async function contentOf(
  { db }: Platform,
  { accountId, state, code }: Row,
  wanted: Exclude<Wanted, { official: number }>,
): Promise<Content> {
  const remark = code.slice(0, 30);
  if ('chatIds' in wanted) {
    const further = wanted.baseName ? { name: wanted.baseName, number: 1 } : undefined;
    return { groups: { chatIds: wanted.chatIds, state, remark, further } };
  }
  const { rows } = await sql<{ externalId: string }>`
    select external_id from member_accounts where account_id = ${accountId} and member_id = any(${wanted.members}::bigint[])
    order by external_id`.execute(db);
  const userIds = rows.map(row => row.externalId);
  return { members: { userIds, departmentIds: [], state, remark, asksNobody: true } };
}

async function postpone({ db, clock }: Platform, way: Row, failed: wecom.Failure): Promise<void> {
  await sql`
    update code_ways set next_try = ${wecom.nextTry(failed, way.tries, clock.now())}, failure = ${wecom.keptFailure(failed)}::jsonb where id = ${way.id}`.execute(
    db,
  );
}
