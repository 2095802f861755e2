import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/connect.ts';
import type { IdentityKey, LearnContext, Learned } from './learn.ts';
import type { KeyUse } from './learning-plan.ts';

export type TraceKind = 'name' | 'gender' | 'birthday' | 'masked_phone';

/** Writes down who was told of with whose key. Told again it only moves when it was last so. */
export async function writeUses(
  tx: Tx,
  { source, importId }: LearnContext,
  uses: readonly (KeyUse & { customerId: number })[],
): Promise<void> {
  if (uses.length === 0) return;
  await sql`
    insert into identity_uses as u (identity_id, customer_id, name, source, verdict, first_seen_at, last_seen_at, import_id)
    select i.id, w.customer_id, w.name, ${source}, (array_agg(w.verdict))[1], min(w.at), max(w.until), ${importId ?? null}::bigint
    from unnest(${uses.map(u => u.key.kind)}::text[], ${uses.map(u => u.key.accountId)}::bigint[], ${uses.map(u => u.key.key)}::text[],
      ${uses.map(u => u.customerId)}::bigint[], ${uses.map(u => u.name)}::text[], ${uses.map(u => u.verdict)}::text[],
      ${uses.map(u => u.at)}::timestamptz[], ${uses.map(u => u.until)}::timestamptz[])
      as w (kind, account_id, key, customer_id, name, verdict, at, until)
    join identities i on i.kind = w.kind and i.account_id = w.account_id and i.key = w.key
    group by i.id, w.customer_id, w.name
    on conflict (identity_id, customer_id, name) do update set
      first_seen_at = least(u.first_seen_at, excluded.first_seen_at), last_seen_at = greatest(u.last_seen_at, excluded.last_seen_at)
      where excluded.first_seen_at < u.first_seen_at or excluded.last_seen_at > u.last_seen_at`.execute(tx);
}

/** When the owners of phones were last met with: what tells a number that has changed hands from one in use. */
export async function writeSeen(
  tx: Tx,
  seen: readonly { key: IdentityKey; at: Date; until: Date }[],
): Promise<void> {
  if (seen.length === 0) return;
  await sql`
    update identities i set first_seen_at = least(i.first_seen_at, w.at), last_seen_at = greatest(i.last_seen_at, w.until)
    from (
      select kind, account_id, key, min(at) as at, max(until) as until
      from unnest(${seen.map(s => s.key.kind)}::text[], ${seen.map(s => s.key.accountId)}::bigint[], ${seen.map(s => s.key.key)}::text[],
        ${seen.map(s => s.at)}::timestamptz[], ${seen.map(s => s.until)}::timestamptz[]) as w (kind, account_id, key, at, until)
      group by 1, 2, 3
    ) w
    where i.kind = w.kind and i.account_id = w.account_id and i.key = w.key and (w.at < i.first_seen_at or w.until > i.last_seen_at)`.execute(
    tx,
  );
}

/** Keeps what a source told of a profile that already says otherwise: shown as a conflict, never taken silently. */
export async function writeTraces(
  tx: Tx,
  { source, importId }: LearnContext,
  told: readonly { person: Learned; customerId: number }[],
): Promise<void> {
  const rows = told.flatMap(({ person, customerId }) => {
    const { name, gender, birthday, traces = [], at } = person;
    const said = [
      { kind: 'name', value: name },
      { kind: 'gender', value: gender === undefined ? undefined : String(gender) },
      { kind: 'birthday', value: birthday },
      ...traces,
    ];
    return customerId === 0
      ? []
      : said.flatMap(({ kind, value }) =>
          value ? [{ id: customerId, kind, value, at: at.toISOString() }] : [],
        );
  });
  if (rows.length === 0) return;
  await sql`
    insert into profile_traces (customer_id, kind, value, source, told_at, import_id)
    select distinct on (t.id, t.kind, t.value) t.id, t.kind, t.value, ${source}, t.at, ${importId ?? null}::bigint
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t (id bigint, kind text, value text, at timestamptz)
    join customers c on c.id = t.id and c.status = 'active'
    left join overlaid_fields o on o.customer_id = t.id and o.field = t.kind
    where t.kind = 'masked_phone'
      or t.kind = 'name' and t.value is distinct from c.name
      or t.kind = 'gender' and t.value is distinct from case when o.customer_id is null then c.gender::text else o.own_value end
      or t.kind = 'birthday' and t.value is distinct from case when o.customer_id is null then c.birthday::text else o.own_value end
    order by t.id, t.kind, t.value, t.at
    on conflict do nothing`.execute(tx);
}
