import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { MINUTE } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Asked } from './ask.ts';

/** Clocks of WeCom and this machine may differ by this much. */
const SKEW = 5 * MINUTE;

/**
 * Looks in WeCom's list for a moment of ours whose creation was not confirmed: by its words, what hangs on it and the
 * time it was asked for. One that is known already is not it, nor is one that a member posted by themselves.
 */
export async function findOwnMoment(
  platform: Platform,
  moment: Asked,
): Promise<wecom.MomentListed | undefined> {
  const { db, clock } = platform;
  const from = new Date((moment.calledAt ?? clock.now()).getTime() - SKEW);
  const to = new Date(clock.now().getTime() + SKEW);
  const client = await openWecom(platform, moment.accountId);
  const alike = wecom.orThrow(await wecom.listMoments(client, from, to, 'corp')).filter(isLike(moment));
  const ids = alike.map(one => one.momentId);
  const { rows } = await sql<{ momentId: string }>`
    select moment_id from moments where account_id = ${moment.accountId} and moment_id = any(${ids}::text[])
      and id <> ${moment.id}`.execute(db);
  const known = new Set(rows.map(row => row.momentId));
  return alike.find(one => !known.has(one.momentId));
}

function isLike({ text, attachments }: Asked): (listed: wecom.MomentListed) => boolean {
  const [first] = attachments;
  const images = first?.kind === 'image' ? attachments.length : 0;
  return listed =>
    listed.text === text &&
    listed.images === images &&
    listed.hasVideo === (first?.kind === 'video') &&
    listed.link?.url === (first?.kind === 'link' ? first.url : undefined);
}
