import { sql } from 'kysely';
import { wecom } from '#channels';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { learnPeople } from '../../identities/learn.ts';

type Waiting = { customer_id: number; external_id: string; user_id: string; left_at: string };

/**
 * Reads whom those have who left (待分配客户), so that nobody is forgotten; who is listed no more has been taken over. An
 * app that may not ask keeps what was known. Whoever was erased stays unknown.
 * @returns how many wait, or undefined where WeCom did not tell.
 */
export async function syncUnassigned(
  platform: Platform,
  client: wecom.WecomClient,
  accountId: number,
): Promise<number | undefined> {
  const listed = await wecom.listUnassigned(client);
  if (!listed.ok) {
    const { code, kind } = listed;
    platform.log.warn({ accountId, code, kind }, 'customers of members who left could not be read');
    return undefined;
  }
  return await platform.db.transaction().execute(async tx => {
    await makeLeavers(tx, platform, accountId, listed.data);
    const waiting = await known(tx, platform, accountId, listed.data);
    await writeWaiting(tx, platform, accountId, waiting);
    return waiting.length;
  });
}

type Listed = Extract<Awaited<ReturnType<typeof wecom.listUnassigned>>, { ok: true }>['data'];

/** Who left before Siyu came is known by their userid only, and can do nothing here. */
async function makeLeavers(tx: Tx, { clock }: Platform, accountId: number, listed: Listed): Promise<void> {
  const now = clock.now();
  const userIds = [...new Set(listed.map(one => one.from.toLowerCase()))];
  await sql`
    with fresh as (
      select nextval(pg_get_serial_sequence('members', 'id')) as id, u.id as user_id from unnest(${userIds}::text[]) as u (id)
      where not exists (select 1 from member_accounts a where a.account_id = ${accountId} and lower(a.external_id) = u.id)
    ), added as (
      insert into members (id, name, role, data_scope, status, created_at, updated_at)
      overriding system value select id, user_id, 'staff', 'own', 'disabled', ${now}, ${now} from fresh
    )
    insert into member_accounts (account_id, external_id, member_id, active, synced_at)
    select ${accountId}, user_id, id, false, ${now} from fresh`.execute(tx);
}

const AT_ONCE = 500;

async function known(
  tx: Tx,
  { clock, vault }: Platform,
  accountId: number,
  listed: Listed,
): Promise<Waiting[]> {
  const context = { clock, vault, actor: { name: `account:${accountId}` }, source: 'wecom' };
  const waiting: Waiting[] = [];
  for (let at = 0; at < listed.length; at += AT_ONCE) {
    const some = listed.slice(at, at + AT_ONCE);
    const { customerIds } = await learnPeople(
      tx,
      context,
      some.map(({ externalUserId: key, leftAt }) => ({
        keys: [{ kind: 'external_userid', accountId, key, shown: key }],
        at: leftAt,
      })),
    );
    for (const [i, { externalUserId, from, leftAt }] of some.entries()) {
      const customer_id = customerIds[i];
      if (customer_id === undefined) continue;
      waiting.push({
        ...{ customer_id, external_id: externalUserId, user_id: from, left_at: leftAt.toISOString() },
      });
    }
  }
  return waiting;
}

async function writeWaiting(tx: Tx, { clock }: Platform, accountId: number, waiting: readonly Waiting[]) {
  const now = clock.now();
  await sql`
    with told as (
      select t.*, m.member_id from jsonb_to_recordset(${JSON.stringify(waiting)}::jsonb)
        as t (customer_id bigint, external_id text, user_id text, left_at timestamptz)
      join member_accounts m on m.account_id = ${accountId} and lower(m.external_id) = lower(t.user_id)
    ), gone as (
      delete from unassigned_customers u where account_id = ${accountId}
        and not exists (select 1 from told where told.member_id = u.member_id and told.external_id = u.external_id)
    )
    insert into unassigned_customers (account_id, member_id, customer_id, external_id, left_at, synced_at)
    select ${accountId}, member_id, customer_id, external_id, left_at, ${now} from told
    on conflict (account_id, member_id, external_id) do update
      set customer_id = excluded.customer_id, left_at = excluded.left_at, synced_at = excluded.synced_at`.execute(
    tx,
  );
}
