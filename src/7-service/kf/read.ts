import { sql } from 'kysely';
import { openWecom, wecom } from '#channels';
import type { KfNews, Visitor } from '#customers';
import { MINUTE, SECOND } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { syncKfAccounts } from './accounts.ts';
import { sendWelcomes } from './send.ts';
import { storePage } from './store-page.ts';

type Account = { id: number; accountId: number; openKfId: string; cursor: string | null };

/** Without a callback's token the platform allows few calls, so accounts are read by themselves this often. */
const EVERY = 10 * MINUTE;
const TOKEN_OVER = 95007;
const BAD_REQUEST = 40058;

/** Reads what a callback told of. One that was told before the last reading began has been read. */
export async function hearKf(platform: Platform, news: KfNews): Promise<void> {
  if (news.of === 'accounts') return await syncKfAccounts(platform, news.accountId);
  const { rows } = await sql<Account & { readAt: Date | null }>`
    select id, account_id, open_kfid as open_kf_id, cursor, read_at from kf_accounts
    where account_id = ${news.accountId} and open_kfid = ${news.openKfId} and gone_at is null`.execute(
    platform.db,
  );
  const [account] = rows;
  // Told of an account that is new: it is read with the others once it is known.
  if (!account) return await syncKfAccounts(platform, news.accountId);
  // Callbacks are stamped by the whole second.
  if (account.readAt && account.readAt.getTime() >= news.at.getTime() + SECOND) return;
  await readKf(platform, account, news.token);
}

/** Reads every account that is due: what callbacks did not tell of, or told a process that died. */
export async function readDueKf(platform: Platform): Promise<void> {
  const { rows } = await sql<Account>`
    select k.id, k.account_id, k.open_kfid as open_kf_id, k.cursor from kf_accounts k
    join channel_accounts a on a.id = k.account_id and a.status = 'active'
    where k.gone_at is null and k.is_managed and k.next_read <= ${platform.clock.now()} order by k.id`.execute(
    platform.db,
  );
  for (const account of rows)
    await readKf(platform, account).catch(error =>
      platform.log.warn({ kfAccount: account.id, err: error }, 'an account of 微信客服 could not be read'),
    );
}

/**
 * Reads from the cursor to the end. Each page is stored together with its cursor: cut short anywhere, the next reading
 * begins where this one ended, and what was stored is known by its id. @returns how many messages were new.
 */
export async function readKf(platform: Platform, account: Account, token?: string): Promise<number> {
  const { clock } = platform;
  const begun = clock.now();
  const client = await openWecom(platform, account.accountId);
  let fresh = 0;
  for (let cursor = account.cursor; ; ) {
    const page = await pageOf(client, account, cursor, token);
    if (!page.ok) {
      await noteRead(platform, account.id, begun, page);
      return fresh;
    }
    const visitors = await visitorsOf(platform, client, account, page.data);
    const next = page.data.nextCursor ?? cursor;
    const at = { id: account.id, accountId: account.accountId, was: cursor, next };
    const stored = await platform.db
      .transaction()
      .execute(tx => storePage(tx, platform, at, page.data.messages, visitors));
    fresh += stored.fresh;
    if (stored.welcomes.length > 0) await sendWelcomes(platform, client, account.id);
    const isFurther = stored.cursor !== cursor;
    cursor = stored.cursor;
    // Who is overtaken by another reading goes on from where that one stands; a page that leads nowhere is the last.
    if (!isFurther || (!page.data.hasMore && !stored.isOvertaken)) break;
  }
  await noteRead(platform, account.id, begun);
  return fresh;
}

async function pageOf(
  client: wecom.WecomClient,
  { openKfId }: Account,
  cursor: string | null,
  token?: string,
) {
  const asked = { openKfId, cursor: cursor ?? undefined };
  const page = await wecom.syncKfMessages(client, { ...asked, token });
  // A callback that lay for more than ten minutes: what it told of is there all the same.
  if (!page.ok && page.code === TOKEN_OVER && token) return await wecom.syncKfMessages(client, asked);
  // A cursor that is not taken any more: what there is of three days is read again, and known by its ids.
  if (!page.ok && page.code === BAD_REQUEST && cursor !== null)
    return await wecom.syncKfMessages(client, { openKfId, token });
  return page;
}

/** Who wrote that was not known: asked for by name and union id, so that they are matched with whom one knows. */
async function visitorsOf(
  { db }: Platform,
  client: wecom.WecomClient,
  account: Account,
  { messages }: wecom.KfPage,
): Promise<Visitor[]> {
  const first = new Map<string, Date>();
  for (const { externalUserId, at } of messages)
    if (externalUserId && !first.has(externalUserId)) first.set(externalUserId, at);
  const { rows } = await sql<{ key: string }>`
    select i.key from identities i join customers c on c.id = i.customer_id
    where i.kind = 'external_userid' and i.account_id = ${account.accountId} and i.key = any(${[...first.keys()]}::text[])
      and c.name is not null`.execute(db);
  const known = new Set(rows.map(row => row.key));
  const asked = [...first.keys()].filter(key => !known.has(key));
  const told = asked.length > 0 ? await wecom.readKfCustomers(client, asked) : undefined;
  const named = new Map((told?.ok ? told.data : []).map(person => [person.externalUserId, person]));
  return [...first].map(([externalUserId, at]) => {
    const person = named.get(externalUserId);
    return {
      ...{ externalUserId, at, unionId: person?.unionId, name: person?.name || undefined },
      ...{ avatar: person?.avatar, gender: person?.gender },
    };
  });
}

async function noteRead(
  { db, clock }: Platform,
  id: number,
  begun: Date,
  failed?: Extract<wecom.Outcome<unknown>, { ok: false }>,
): Promise<void> {
  const next = new Date(clock.now().getTime() + EVERY);
  const failure = failed && JSON.stringify({ code: String(failed.code), ...failed.message });
  await sql`
    update kf_accounts set next_read = ${next}, failure = ${failure ?? null}::jsonb,
      read_at = case when ${failed === undefined} then greatest(read_at, ${begun}::timestamptz) else read_at end
    where id = ${id}`.execute(db);
}
