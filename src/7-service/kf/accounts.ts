import { sql } from 'kysely';
import type { z } from 'zod';
import { openWecom, wecom } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Language, Words } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { kfAccountList, kfServicersResult } from './contract.ts';
import { KF_REFUSED, NOT_IN_CORP } from './refusals.ts';

/** Reads which accounts a corp has and who answers at them. What is listed no more is gone, and kept. */
export async function syncKfAccounts(platform: Platform, accountId: number): Promise<void> {
  const { db, clock } = platform;
  const client = await openWecom(platform, accountId);
  const now = clock.now();
  const listed = wecom.orThrow(await wecom.listKfAccounts(client));
  const rows = listed.map(({ openKfId, name, avatar, isManaged }) => ({
    ...{ open_kfid: openKfId, name, avatar_url: avatar ?? null, is_managed: isManaged },
  }));
  await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (open_kfid text, name text, avatar_url text, is_managed boolean)
    ), gone as (
      update kf_accounts set gone_at = ${now} where account_id = ${accountId} and gone_at is null
        and open_kfid not in (select open_kfid from told)
    )
    insert into kf_accounts (account_id, open_kfid, name, avatar_url, is_managed, next_read, synced_at)
    select ${accountId}, open_kfid, name, avatar_url, is_managed, ${now}, ${now} from told
    on conflict (account_id, open_kfid) do update set name = excluded.name, avatar_url = excluded.avatar_url,
      is_managed = excluded.is_managed, synced_at = excluded.synced_at, gone_at = null,
      next_read = case when excluded.is_managed and not kf_accounts.is_managed then excluded.next_read else kf_accounts.next_read end`.execute(
    db,
  );
  const { rows: managed } = await sql<{ id: number; openKfId: string }>`
    select id, open_kfid as open_kf_id from kf_accounts where account_id = ${accountId} and gone_at is null and is_managed
    order by id`.execute(db);
  for (const account of managed) await syncServicers(db, client, accountId, account);
}

async function syncServicers(
  db: Db | Tx,
  client: wecom.WecomClient,
  accountId: number,
  { id, openKfId }: { id: number; openKfId: string },
): Promise<void> {
  const told = wecom.orThrow(await wecom.listKfServicers(client, openKfId));
  const rows = told.flatMap(({ userId, onDuty, stopType }) =>
    userId === undefined ? [] : [{ user_id: userId, on_duty: onDuty, stop_type: stopType ?? null }],
  );
  await sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (user_id text, on_duty boolean, stop_type text)
    ), gone as (
      delete from kf_servicers where kf_account_id = ${id} and user_id not in (select user_id from told)
    )
    insert into kf_servicers (kf_account_id, user_id, member_id, on_duty, stop_type)
    select ${id}, t.user_id, m.member_id, t.on_duty, t.stop_type from told t
    left join member_accounts m on m.account_id = ${accountId} and lower(m.external_id) = lower(t.user_id)
    on conflict (kf_account_id, user_id) do update set member_id = excluded.member_id, on_duty = excluded.on_duty, stop_type = excluded.stop_type`.execute(
    db,
  );
}

/** Every corp's accounts; one that cannot be read does not hold up the others. */
export async function syncAllKfAccounts(platform: Platform): Promise<void> {
  const accounts = await platform.db
    .selectFrom('channelAccounts')
    .select('id')
    .where('kind', '=', 'wecom')
    .where('status', '=', 'active')
    .execute();
  for (const { id } of accounts)
    await syncKfAccounts(platform, id).catch(error =>
      platform.log.warn({ accountId: id, err: error }, 'accounts of 微信客服 could not be read'),
    );
}

type Listed = z.output<typeof kfAccountList>['data'];

export async function listKfAccounts(db: Db, language: Language): Promise<Listed> {
  type Row = Omit<Listed[number], 'why'> & { failure: Words | null };
  const { rows } = await sql<Row>`
    select k.id, jsonb_build_object('id', a.id, 'name', a.name) as account, k.name, k.avatar_url, k.is_managed, k.welcome, k.read_at, k.failure,
      coalesce((select jsonb_agg(jsonb_build_object('userId', s.user_id, 'onDuty', s.on_duty, 'stopType', s.stop_type,
        'member', case when m.id is not null then jsonb_build_object('id', m.id, 'name', m.name) end) order by m.name, s.user_id)
        from kf_servicers s left join members m on m.id = s.member_id where s.kf_account_id = k.id), '[]') as servicers,
      coalesce((select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'scene', c.scene, 'url', c.url, 'welcome', c.welcome,
        'touchpoint', case when t.id is not null then jsonb_build_object('id', t.id, 'name', t.name) end,
        'entered', e.entered, 'fresh', e.fresh) order by c.id)
        from kf_scenes c left join touchpoints t on t.id = c.touchpoint_id
        cross join lateral (select count(distinct customer_id) as entered, count(distinct customer_id) filter (where fresh) as fresh
          from kf_entries where scene_id = c.id) e
        where c.kf_account_id = k.id and c.archived_at is null), '[]') as scenes
    from kf_accounts k join channel_accounts a on a.id = k.account_id and a.status <> 'removed'
    where k.gone_at is null order by a.id, k.id`.execute(db);
  return rows.map(({ failure, ...row }) => ({ ...row, why: failure?.[language] ?? null }));
}

/** An account that is there, with what a call needs. */
export async function findKfAccount(db: Db | Tx, id: number) {
  const found = await db
    .selectFrom('kfAccounts')
    .select(['id', 'accountId', 'openKfid', 'name', 'welcome'])
    .where('id', '=', id)
    .where('goneAt', 'is', null)
    .executeTakeFirst();
  if (!found) throw new Problem(NOT_FOUND);
  return found;
}

export async function changeKfAccount(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  { welcome }: { welcome: string },
): Promise<void> {
  const before = await findKfAccount(tx, id);
  await tx.updateTable('kfAccounts').set({ welcome }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    ...{ action: 'kf_account.changed', object: { kind: 'kf_account', id } },
    ...{ before: { name: before.name, welcome: before.welcome }, after: { name: before.name, welcome } },
  });
}

/** The platform is told first, then asked who answers there now. Each member has an answer of their own. */
export async function changeServicers(
  tx: Tx,
  platform: Platform,
  actor: Actor,
  id: number,
  { memberIds, isAdded }: { memberIds: readonly number[]; isAdded: boolean },
): Promise<z.output<typeof kfServicersResult>['data']> {
  const account = await findKfAccount(tx, id);
  const { rows: members } = await sql<{ id: number; name: string; userId: string }>`
    select m.id, m.name, a.external_id as user_id from member_accounts a join members m on m.id = a.member_id
    where a.account_id = ${account.accountId} and m.id = any(${memberIds}::bigint[]) order by m.id`.execute(
    tx,
  );
  if (members.length < new Set(memberIds).size) throw new Problem(NOT_IN_CORP);
  const client = await openWecom(platform, account.accountId);
  const tell = isAdded ? wecom.addKfServicers : wecom.removeKfServicers;
  const told = await tell(client, account.openKfid, { userIds: members.map(member => member.userId) });
  if (!told.ok) throw new Problem(KF_REFUSED, { why: told.message[actor.language] });
  await syncServicers(tx, client, account.accountId, { id, openKfId: account.openKfid });
  await audit(tx, platform.clock, actor, {
    ...{
      action: isAdded ? 'kf_servicers.added' : 'kf_servicers.removed',
      object: { kind: 'kf_account', id },
    },
    after: { name: account.name, members: members.map(member => member.name) },
  });
  const codeOf = new Map(told.data.map(result => [result.userId?.toLowerCase(), result.code]));
  return members.map(({ id: memberId, name, userId }) => {
    const code = codeOf.get(userId.toLowerCase()) ?? 0;
    const why = code === 0 ? null : wecom.wordsOfCode(String(code))[actor.language];
    return { member: { id: memberId, name }, why };
  });
}
