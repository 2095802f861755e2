import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import { DAY } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';

/** How far back is looked: reactions are asked about for as long. */
const BACK = 30 * DAY;

/**
 * Takes in moments that were not planned here: those that members posted by themselves and those of WeCom's own console.
 * @returns how many were new.
 */
export async function readPostedMoments(platform: Platform): Promise<number> {
  const accounts = await platform.db
    .selectFrom('channelAccounts')
    .select('id')
    .where('kind', '=', 'wecom')
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
  let found = 0;
  for (const { id } of accounts) {
    try {
      found += await readAccount(platform, id);
    } catch (error) {
      platform.log.warn({ err: error, account: id }, 'the moments of an account could not be read');
    }
  }
  return found;
}

async function readAccount(platform: Platform, accountId: number): Promise<number> {
  const { db, clock } = platform;
  const now = clock.now();
  const client = await openWecom(platform, accountId);
  const listed = wecom.orThrow(await wecom.listMoments(client, new Date(now.getTime() - BACK), now));
  // One of ours whose job is not read yet is no stranger: what we are asking for comes to be known by its job.
  const rows = listed.map(one => ({ ...one, attached: attachedOf(one) }));
  const { rows: added } = await sql<{ id: number }>`
    insert into moments (account_id, member_id, text, attachments, status, moment_id, posted_at, scheduled_at, next_sync, created_by,
      created_at, updated_at)
    select ${accountId}::bigint, a.member_id, t.text, t.attached, 'open', t."momentId", t."createdAt", t."createdAt", ${now}::timestamptz,
      coalesce('member:' || a.member_id, 'wecom'), t."createdAt", ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t ("momentId" text, "createdAt" timestamptz, creator text, "byMember" boolean, text text, attached jsonb)
    left join member_accounts a on a.account_id = ${accountId} and t."byMember" and lower(a.external_id) = lower(t.creator)
    where (not t."byMember" or a.member_id is not null)
      and not exists (select 1 from moments o where o.account_id = ${accountId} and o.status = 'asking' and o.called_at is not null
        and o.text = t.text and not t."byMember")
    on conflict (account_id, moment_id) do nothing returning id`.execute(db);
  return added.length;
}

/** What hung on it, without the files: WeCom's are gone after three days. */
function attachedOf({ images, hasVideo, link }: wecom.MomentListed) {
  if (hasVideo) return [{ kind: 'video' }];
  if (link) return [{ kind: 'link', ...link }];
  return Array.from({ length: images }, () => ({ kind: 'image' }));
}
