import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import { HOUR } from '#platform/clock.ts';
import { say, type Words } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { tryOut } from '#platform/postgres/try-out.ts';
import { claimContacts } from '../contact/claim.ts';
import { sayReason } from '../contact/reasons.ts';
import { personInScope } from '../customers/customers.ts';
import { inScope } from '../customers/scope.ts';
import type { customerOfficialView, followerQuery, followerRow, officialMessageView } from './contract.ts';
import { windowsOfFollowers } from './window.ts';

type View = z.output<typeof customerOfficialView>;
type Following = View['following'][number];

/** What official accounts somebody follows or followed, what each may send them now, and what went out from here. */
export async function readCustomerOfficial(
  db: Db,
  { clock }: Pick<Platform, 'clock'>,
  actor: Actor,
  customerId: number,
): Promise<View> {
  const personId = await personInScope(db, actor, customerId);
  const now = clock.now();
  const { rows } = await sql<Omit<Following, 'window' | 'refused'> & { id: number }>`
    select f.id, jsonb_build_object('id', a.id, 'name', a.name) as account, f.subscribed_at as since, f.ended_at, f.wrote_at,
      coalesce((select jsonb_agg(jsonb_build_object('template', jsonb_build_object('id', t.id, 'title', t.title, 'fields', t.fields),
          'remaining', coalesce(g.remaining, 0)) order by t.id)
        from notice_templates t left join notice_grants g on g.account_id = f.account_id and g.openid = f.openid and g.code = t.code
        where t.account_id = f.account_id and t.archived_at is null), '[]') as notices
    from followers f join customers c on c.id = f.customer_id join channel_accounts a on a.id = f.account_id and a.status = 'active'
    where c.person_id = ${personId} order by f.ended_at is not null, a.id, f.id`.execute(db);
  const windows = await windowsOfFollowers(
    db,
    rows.map(row => row.id),
    now,
  );
  const following: Following[] = [];
  for (const { id, ...row } of rows) {
    const request = { channel: 'official_account', accountId: row.account.id, purpose: 'service' } as const;
    const asked = { ...request, slot: now, source: 'trial', sourceId: 0, step: '' };
    const [verdict] = await tryOut(db, tx =>
      claimContacts(tx, clock, { ...asked, candidates: [{ personId }] }),
    );
    const refused =
      verdict?.outcome === 'withheld' ? sayReason(verdict.reason, verdict.facts, actor.language) : null;
    following.push({ ...row, window: windows.get(id) ?? null, refused });
  }
  return { following, messages: await messagesOf(db, actor, personId) };
}

const SHOWN = 20;

async function messagesOf(
  db: Db,
  { language }: Actor,
  personId: number,
): Promise<z.output<typeof officialMessageView>[]> {
  type Row = Omit<z.output<typeof officialMessageView>, 'failure' | 'text'> & {
    failure: Words | null;
    content: { text?: string; values?: Record<string, string> };
  };
  const { rows } = await sql<Row>`
    select m.id, a.name as account_name, m.kind, t.title, m.state, m.failure, m.content, b.name as by, m.created_at as at
    from official_messages m join customers c on c.id = m.customer_id join channel_accounts a on a.id = m.account_id
    left join notice_templates t on t.id = m.template_id left join members b on m.made_by = 'member:' || b.id
    where c.person_id = ${personId} order by m.id desc limit ${SHOWN}`.execute(db);
  return rows.map(({ content, failure, ...row }) => ({
    ...row,
    text: content.text ?? Object.values(content.values ?? {}).join(' · '),
    failure: failure && say(failure, language),
  }));
}

type Row = z.output<typeof followerRow>;

/** Followers as one looks for them: of an account, of a code, who can be answered now, who is in WeCom too. */
export async function listFollowers(
  db: Db,
  now: Date,
  { scope }: Pick<Actor, 'scope'>,
  { account, state, scene, wecom, cursor, limit }: z.output<typeof followerQuery>,
): Promise<{ data: Row[]; hasMore: boolean; nextCursor: string | null }> {
  const after = cursor ? Number(cursor) : null;
  const recently = new Date(now.getTime() - 72 * HOUR);
  const { rows } = await sql<Omit<Row, 'window'>>`
    select f.id, jsonb_build_object('id', c.person_id, 'name', coalesce((select p.name from customers p where p.person_id = c.person_id
        and p.name is not null order by p.id = c.person_id desc, p.id limit 1), '')) as customer,
      jsonb_build_object('id', a.id, 'name', a.name) as account, f.subscribed_at as since, f.ended_at, f.came_by, f.scene, f.wrote_at,
      ${IN_WECOM} as has_wecom
    from followers f join customers c on c.id = f.customer_id and c.status = 'active'
    join channel_accounts a on a.id = f.account_id and a.status <> 'removed'
    where ${inScope(scope, sql`c.person_id`)} and (${after}::bigint is null or f.id < ${after})
      and (${account ?? null}::bigint is null or f.account_id = ${account ?? null})
      and (${scene ?? null}::text is null or f.scene = ${scene ?? null})
      and (${wecom ?? null}::text is null or ${IN_WECOM} = ${wecom === 'yes'})
      and case ${state ?? ''} when 'left' then f.ended_at is not null when '' then true
        when 'open' then f.ended_at is null and greatest(f.wrote_at, f.acted_at) > ${recently} else f.ended_at is null end
    order by f.id desc limit ${state === 'open' ? 1_000 : limit + 1}`.execute(db);
  const windows = await windowsOfFollowers(
    db,
    rows.map(row => row.id),
    now,
  );
  const shown = rows
    .map(row => ({ ...row, window: windows.get(row.id) ?? null }))
    .filter(row => state !== 'open' || (row.window?.left ?? 0) > 0);
  const data = shown.slice(0, limit);
  const hasMore = shown.length > limit;
  return { data, hasMore, nextCursor: hasMore ? String(data.at(-1)?.id) : null };
}

const IN_WECOM = sql`exists (select 1 from follows w join customers p on p.id = w.customer_id
  where p.person_id = c.person_id and w.ended_at is null)`;
