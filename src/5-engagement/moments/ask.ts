import { sql } from 'kysely';
import { openWecom, openWecomMedia, wecom } from '#channels';
import { HOUR, MINUTE, SECOND } from '#platform/clock.ts';
import { pathOf } from '#platform/files/files.ts';
import type { Platform } from '#platform/platform.ts';
import { readSetting } from '#platform/settings/settings.ts';
import { tagIdsOf, userIdsOf } from './audience.sql.ts';
import type { MomentAttachment } from './contract.ts';
import { findOwnMoment } from './find-own.ts';

/**
 * `lease`: how long one call may be under way. `unseen`: a moment that is not in WeCom's list this long after the call
 * was never made; a job may run for minutes. `again`: when to look again. `late`: so long after its time it is not
 * handed out any more: 早安 at night would be worse than none.
 */
type Timing = { lease: number; unseen: number; again: number; late: number };
const TIMING: Timing = { lease: 90 * SECOND, unseen: 10 * MINUTE, again: 10 * SECOND, late: 12 * HOUR };
const MOST_ATTEMPTS = 8;

export type Asked = {
  id: number;
  accountId: number;
  text: string;
  attachments: readonly MomentAttachment[];
  memberIds: number[];
  teamIds: number[];
  tagIds: number[];
  scheduledAt: Date;
  calledAt: Date | null;
  jobId: string | null;
  attempts: number;
  /** Nobody has asked for it yet; else its end is to be found out. */
  isNew: boolean;
};

/**
 * Works off what is due. Each call is written down before it is made; one whose end was not written down, because the
 * process died or the answer was lost, is looked for in WeCom's list, and only when it is certainly not there is it made
 * again. So no customer finds the same moment twice, and none is forgotten.
 * @returns when to look again, if something is still open.
 */
export async function askForMoments(platform: Platform, signal?: AbortSignal): Promise<Date | undefined> {
  const { db, clock } = platform;
  const timing = { ...TIMING, ...(await readSetting<Partial<Timing>>(db, 'moments.timing')) };
  await sql`
    update moments set status = 'asking', updated_at = ${clock.now()}
    where status = 'scheduled' and scheduled_at <= ${clock.now()}`.execute(db);
  while (!signal?.aborted) {
    const moment = await take(platform, timing);
    if (!moment) break;
    await workOff(platform, moment, timing).catch(error => postponeFor(platform, moment, timing, error));
  }
  const { rows } = await sql<{ next: Date | null }>`
    select min(coalesce(lease_until, scheduled_at)) as next from moments where status = 'asking'`.execute(db);
  return rows[0]?.next ?? undefined;
}

/**
 * The next one that nobody is working on, marked as being called. Of two alike only one is under way at a time: looking
 * for one in WeCom's list could find the other.
 */
async function take({ db, clock }: Platform, { lease }: Timing): Promise<Asked | undefined> {
  const now = clock.now();
  return await db.transaction().execute(async tx => {
    await sql`select pg_advisory_xact_lock(hashtextextended('moments.ask', 0))`.execute(tx);
    const { rows } = await sql<Asked>`
      with next as (
        select id, called_at is null as is_new from moments m
        where status = 'asking' and (lease_until is null or lease_until <= ${now})
          and (called_at is not null or not exists (select 1 from moments o where o.account_id = m.account_id and o.id <> m.id
            and o.status = 'asking' and o.called_at is not null and o.text = m.text))
        order by called_at is null, id limit 1 for update
      )
      update moments m set lease_until = ${new Date(now.getTime() + lease)}, called_at = coalesce(m.called_at, ${now}),
        attempts = m.attempts + case when next.is_new then 1 else 0 end
      from next where m.id = next.id
      returning m.id, m.account_id, m.text, m.attachments, m.member_ids, m.team_ids, m.tag_ids, m.scheduled_at, m.called_at,
        m.job_id, m.attempts, next.is_new`.execute(tx);
    return rows[0];
  });
}

async function workOff(platform: Platform, moment: Asked, timing: Timing): Promise<void> {
  if (moment.isNew) return await call(platform, moment, timing);
  if (moment.jobId !== null) return await followJob(platform, moment, moment.jobId, timing);
  return await resolve(platform, moment, timing);
}

async function call(platform: Platform, moment: Asked, timing: Timing): Promise<void> {
  const { db, clock } = platform;
  const now = clock.now().getTime();
  if (now - moment.scheduledAt.getTime() > timing.late) return await fail(platform, moment, LATE);
  const [userIds, tagIds] = [await userIdsOf(db, moment), await tagIdsOf(db, moment)];
  // Nobody named means everybody to WeCom: members who left or tags it does not know must not come to that.
  if (userIds.length === 0 && moment.memberIds.length + moment.teamIds.length > 0)
    return await fail(platform, moment, NO_SENDER);
  if (tagIds.length === 0 && moment.tagIds.length > 0) return await fail(platform, moment, NO_TAG);
  const draft = { text: moment.text, attachments: await filesOf(platform, moment.attachments) };
  const client = await openWecom(platform, moment.accountId);
  const media = await openWecomMedia(platform, moment.accountId);
  const asked = await wecom.postMoment(client, media, draft, { userIds, departmentIds: [], tagIds });
  if (asked.ok) {
    const set = { jobId: asked.data.jobId, leaseUntil: new Date(now + 2 * SECOND) };
    return await write(platform, moment, set);
  }
  if (asked.kind === 'uncertain')
    return await write(platform, moment, { leaseUntil: new Date(now + timing.again) });
  const isPassing = ['retry', 'slow_down', 'refresh_token'].includes(asked.kind);
  if (!isPassing || moment.attempts >= MOST_ATTEMPTS) return await fail(platform, moment, failureOf(asked));
  const wait = asked.retryAt ?? new Date(now + moment.attempts * 15 * SECOND);
  await write(platform, moment, { calledAt: null, leaseUntil: wait });
}

/** The job says which moment it became; one that is no longer known is looked for as if the answer had been lost. */
async function followJob(platform: Platform, moment: Asked, jobId: string, timing: Timing): Promise<void> {
  const job = await wecom.readMomentJob(await openWecom(platform, moment.accountId), jobId);
  const now = platform.clock.now().getTime();
  if (!job.ok) {
    const isLost = job.kind === 'bug' || job.kind === 'gone';
    const set = isLost ? { jobId: null, leaseUntil: null } : { leaseUntil: new Date(now + timing.again) };
    return await write(platform, moment, set);
  }
  if (job.data.state === 'running')
    return await write(platform, moment, { leaseUntil: new Date(now + 3 * SECOND) });
  if (job.data.state === 'failed') return await fail(platform, moment, failureOf(job.data.failure));
  await opened(platform, moment, job.data.momentId, new Date(now), job.data.left);
}

async function resolve(platform: Platform, moment: Asked, timing: Timing): Promise<void> {
  const found = await findOwnMoment(platform, moment);
  if (found) return await opened(platform, moment, found.momentId, found.createdAt, undefined);
  const now = platform.clock.now().getTime();
  const age = now - (moment.calledAt?.getTime() ?? now);
  if (age < timing.unseen) return await write(platform, moment, { leaseUntil: new Date(now + timing.again) });
  await write(platform, moment, { calledAt: null, leaseUntil: null });
}

async function opened(
  platform: Platform,
  moment: Asked,
  momentId: string,
  postedAt: Date,
  left: wecom.MomentRange | undefined,
): Promise<void> {
  const names = left ? [...left.userIds, ...left.departmentIds.map(String), ...left.tagIds] : [];
  await write(platform, moment, {
    ...{ status: 'open', momentId, postedAt, leaseUntil: null, nextSync: platform.clock.now() },
    leftOut: JSON.stringify(names),
  });
}

type Changes = Partial<{
  status: 'open' | 'failed';
  calledAt: null;
  leaseUntil: Date | null;
  jobId: string | null;
  momentId: string;
  postedAt: Date;
  nextSync: Date;
  leftOut: string;
  failure: string;
}>;

/** Whoever held it so long that another took it over may come late; what stands by then stands. */
async function write(
  { db, clock }: Pick<Platform, 'db' | 'clock'>,
  { id, jobId }: Asked,
  changes: Changes,
): Promise<void> {
  await db
    .updateTable('moments')
    .set({ ...changes, updatedAt: clock.now() })
    .where('id', '=', id)
    .where('status', '=', 'asking')
    .where('jobId', 'is not distinct from', jobId)
    .execute();
}

async function postponeFor(platform: Platform, moment: Asked, timing: Timing, error: unknown): Promise<void> {
  platform.log.warn({ err: error, moment: moment.id }, 'a moment could not be worked off yet');
  const leaseUntil = new Date(platform.clock.now().getTime() + timing.again);
  await write(platform, moment, { leaseUntil });
}

async function filesOf(
  { db, home }: Platform,
  attachments: readonly MomentAttachment[],
): Promise<wecom.MomentDraft['attachments']> {
  const idOf = (one: MomentAttachment) => (one.kind === 'link' ? one.cover : one.file);
  const ids = attachments.map(idOf);
  const rows = ids.length
    ? await db.selectFrom('files').select(['id', 'sha256']).where('id', 'in', ids).execute()
    : [];
  const paths = new Map(rows.map(row => [row.id, pathOf(home, row.sha256)]));
  return attachments.map(one => {
    const path = paths.get(idOf(one)) ?? '';
    if (one.kind === 'link') return { kind: 'link', title: one.title, url: one.url, cover: path };
    return { kind: one.kind, file: path };
  });
}

type Failure = { code: string; zh: string; en: string };

const LATE: Failure = {
  code: 'late',
  zh: '到了发布时间却没能创建，已错过太久，没有再发。请改时间后重新安排。',
  en: 'It could not be created at its time and is too late by now, so it was not. Give it another time.',
};
const NO_SENDER: Failure = {
  code: 'no_sender',
  zh: '选择的成员都不在这个企业微信里了，没有创建。',
  en: 'None of the chosen members is in this WeCom any more; nothing was created.',
};
const NO_TAG: Failure = {
  code: 'no_tag',
  zh: '选择的标签在这个企业微信里都不存在，没有创建。',
  en: 'None of the chosen tags exists in this WeCom; nothing was created.',
};

function failureOf({ code, message }: wecom.Failure): Failure {
  return { code: String(code), ...message };
}

async function fail(
  platform: Pick<Platform, 'db' | 'clock'>,
  moment: Asked,
  failure: Failure,
): Promise<void> {
  await write(platform, moment, { status: 'failed', failure: JSON.stringify(failure), leaseUntil: null });
}
