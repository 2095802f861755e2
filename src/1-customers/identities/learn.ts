import { sql } from 'kysely';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';
import { erasedAmong } from './erased.ts';
import { initialsOf } from './initials.ts';
import { type KnownKey, planLearning } from './learning-plan.ts';
import { type MergeReason, mergeCustomers } from './merges.ts';
import { identityRules } from './rules.ts';
import { settleShared } from './shared.ts';
import { type TraceKind, writeSeen, writeTraces, writeUses } from './uses.sql.ts';

export type IdentityKind =
  | 'phone'
  | 'unionid'
  | 'external_userid'
  | 'openid'
  | 'buyer'
  | 'order_no'
  | 'member_card'
  | 'user_id'
  | 'anonymous_id';

/** A value that names somebody. `key` is what is stored and looked up; phones come sealed, with their blind index as key. */
export type IdentityKey = {
  kind: IdentityKind;
  accountId: number;
  key: string;
  shown: string;
  sealed?: Buffer;
};

/** What a trusted source tells of one person: keys in order of weight, and what it says of them. */
export type Learned = {
  keys: readonly IdentityKey[];
  name?: string | undefined;
  gender?: 1 | 2 | undefined;
  birthday?: string | undefined;
  province?: string | undefined;
  city?: string | undefined;
  avatarUrl?: string | undefined;
  /** Too weak to be a key, and worth comparing by: a masked phone, a nickname beside the name. */
  traces?: readonly { kind: TraceKind; value: string }[] | undefined;
  at: Date;
  /** Last told of, where that is later. */
  until?: Date | undefined;
};

export type LearnContext = {
  clock: Clock;
  vault: Vault;
  actor: Pick<Actor, 'name'>;
  source: string;
  importId?: number | undefined;
};

export type LearnResult = { customerIds: (number | undefined)[]; created: number; merged: number };

/**
 * One-ID: finds or makes the profile of each person told of, attaches keys that are new, and joins profiles that turn
 * out to share a strong key, each with its reason. Set-wise: a handful of statements for any number of people. Only for
 * sources that are trusted; nothing a visitor sends gets here. Whoever was erased stays unknown.
 */
export async function learnPeople(
  tx: Tx,
  context: LearnContext,
  people: readonly Learned[],
): Promise<LearnResult> {
  if (people.length === 0) return { customerIds: [], created: 0, merged: 0 };
  // New keys are learned one batch at a time, so that two batches never make two people of one key.
  await sql`select pg_advisory_xact_lock(7480005)`.execute(tx);
  const allowed = await withoutErased(tx, context.vault, people);
  const known = await findKeys(
    tx,
    allowed.flatMap(person => person.keys),
  );
  const rules = await identityRules(tx, context.clock.now());
  const plan = planLearning(allowed, known, {
    recycledAfter: rules.recycledDays,
    tellsNames: context.source === 'shop',
  });
  const fresh = await createProfiles(tx, context, allowed, plan.newProfiles);
  const idOf = (profile: number) => (profile < 0 ? (fresh.get(profile) ?? 0) : profile);
  await attachKeys(
    tx,
    context,
    plan.newKeys.map(({ key, profile, at, until }) => ({ ...key, customerId: idOf(profile), at, until })),
  );
  const uses = plan.uses.map(use => ({ ...use, customerId: idOf(use.profile) }));
  await writeUses(tx, context, uses);
  await writeSeen(tx, plan.seen);
  const merges = plan.merges.map(merge => ({
    customerA: idOf(merge.a),
    customerB: idOf(merge.b),
    kind: 'auto' as const,
    reason: `same_${merge.by.kind}` as MergeReason,
    evidence: { key: merge.by.shown },
    by: merge.by,
    importId: context.importId,
  }));
  const merged = await mergeCustomers(tx, context.clock, context.actor, merges);
  await settleShared(
    tx,
    context,
    uses.map(use => use.key),
    rules.phonePeople,
  );
  await fillGaps(
    tx,
    context,
    allowed,
    plan.profiles.map(profile => (profile === undefined ? undefined : idOf(profile))),
  );
  await writeTraces(
    tx,
    context,
    allowed.map((person, i) => ({ person, customerId: idOf(plan.profiles[i] ?? 0) })),
  );
  return {
    customerIds: plan.profiles.map(profile => (profile === undefined ? undefined : idOf(profile))),
    created: fresh.size,
    merged,
  };
}

/**
 * Whose the keys are. `offset 0` keeps each look-up one of the index: joined freely, the planner reads every identity
 * once a batch is large or its statistics are young.
 */
async function findKeys(tx: Tx, keys: readonly IdentityKey[]): Promise<KnownKey[]> {
  const { rows } = await sql<KnownKey>`
    select i.kind, i.account_id, i.key, c.id as customer_id, c.person_id, array_prepend(i.customer_id, i.later) as holders,
      case when i.kind = 'phone' then array(select c.name where c.source = 'shop' and c.name is not null
        union select t.value from profile_traces t where t.customer_id = c.id and t.kind = 'name' and t.source = 'shop') else '{}' end as names,
      i.shared, i.first_seen_at, i.last_seen_at
    from unnest(${keys.map(k => k.kind)}::text[], ${keys.map(k => k.accountId)}::bigint[], ${keys.map(k => k.key)}::text[]) as w (kind, account_id, key)
    cross join lateral (
      select i.*, case when i.kind = 'phone' then coalesce((select array_agg(u.customer_id order by u.last_seen_at desc, u.customer_id)
        from identity_uses u where u.identity_id = i.id and u.verdict = 'recycled'), '{}') else '{}' end as later
      from identities i where i.kind = w.kind and i.account_id = w.account_id and i.key = w.key offset 0
    ) i
    join lateral (select * from customers c where c.id = coalesce(i.later[1], i.customer_id) offset 0) c on true`.execute(
    tx,
  );
  return rows;
}

/** Makes the profiles that are missing. Returns their ids by the plan's own negative numbers. */
async function createProfiles(
  tx: Tx,
  context: LearnContext,
  people: readonly Learned[],
  rows: readonly { profile: number; person: number }[],
) {
  if (rows.length === 0) return new Map<number, number>();
  const profiles = rows.map(({ profile, person }) => ({
    profile,
    ...profileColumns(people[person] as Learned),
  }));
  const now = context.clock.now();
  const { rows: made } = await sql<{ profile: number; id: number }>`
    with wanted as (
      select nextval(pg_get_serial_sequence('customers', 'id')) as id, w.*
      from jsonb_to_recordset(${JSON.stringify(profiles)}::jsonb) as w
        (profile integer, name text, initials text, gender smallint, birthday date, province text, city text, avatar_url text, at timestamptz)
    ), created as (
      insert into customers (id, person_id, name, initials, gender, birthday, province, city, avatar_url, source, created_at, updated_at, import_id)
      select id, id, name, initials, gender, birthday, province, city, avatar_url, ${context.source}, at, ${now}, ${context.importId ?? null}::bigint
      from wanted
    ), told as (
      insert into events (type, customer_id, at, actor, data)
      select 'customer.created', id, at, ${context.actor.name}, jsonb_build_object('source', ${context.source}::text) from wanted
    )
    select profile, id from wanted`.execute(tx);
  return new Map(made.map(row => [row.profile, row.id]));
}

function profileColumns(person: Learned) {
  const { name, gender, birthday, province, city, avatarUrl, at } = person;
  return {
    name,
    initials: name && initialsOf(name),
    gender,
    birthday,
    province,
    city,
    avatar_url: avatarUrl,
    at: at.toISOString(),
  };
}

type NewIdentity = IdentityKey & { customerId: number; at: Date; until: Date };

async function attachKeys(tx: Tx, context: LearnContext, keys: readonly NewIdentity[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    with attached as (
      insert into identities (customer_id, kind, account_id, key, sealed, shown, source, first_seen_at, last_seen_at, import_id)
      select customer_id, kind, account_id, key, sealed, shown, ${context.source}, at, until, ${context.importId ?? null}::bigint
      from ${keyRows(keys)}
      on conflict (kind, account_id, key) do nothing
      returning customer_id, kind, shown
    )
    insert into events (type, customer_id, at, actor, data)
    select 'identity.linked', customer_id, ${context.clock.now()}, ${context.actor.name}, jsonb_build_object('kind', kind, 'shown', shown)
    from attached`.execute(tx);
}

function keyRows(keys: readonly NewIdentity[]) {
  return sql`unnest(
    ${keys.map(k => k.customerId)}::bigint[], ${keys.map(k => k.kind)}::text[], ${keys.map(k => k.accountId)}::bigint[],
    ${keys.map(k => k.key)}::text[], ${keys.map(k => k.sealed ?? null)}::bytea[], ${keys.map(k => k.shown)}::text[],
    ${keys.map(k => k.at)}::timestamptz[], ${keys.map(k => k.until)}::timestamptz[]
  ) as w (customer_id, kind, account_id, key, sealed, shown, at, until)`;
}

/** Is still unknown, was not emptied by hand, and is told now. */
function fills(field: string) {
  return sql`(${sql.ref(`c.${field}`)} is null and not c.corrected ? ${field} and ${sql.ref(`told.${field}`)} is not null)`;
}

function filled(column: string, field = column) {
  const [known, told] = [sql.ref(`c.${column}`), sql.ref(`told.${column}`)];
  return sql`case when c.corrected ? ${field} then ${known} else coalesce(${known}, ${told}) end`;
}

/**
 * A source may know what was not known of a profile; it never overwrites what is, nor what was corrected by hand. What
 * lies under a choice is filled as well: once the choice no longer holds, the profile says it.
 */
async function fillGaps(
  tx: Tx,
  context: LearnContext,
  people: readonly Learned[],
  customerIds: readonly (number | undefined)[],
): Promise<void> {
  const rows = people.flatMap((person, i) => {
    const id = customerIds[i];
    return id === undefined ? [] : [{ id, ...profileColumns(person) }];
  });
  if (rows.length === 0) return;
  await sql`
    with told as (
      select distinct on (id) * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t
        (id bigint, name text, initials text, gender smallint, birthday date, province text, city text, avatar_url text, at timestamptz)
      order by id, at desc
    ), filled_under as (
      update overlaid_fields o set own_value = coalesce(case o.field when 'gender' then told.gender::text else told.birthday::text end, o.own_value)
      from told where o.customer_id = told.id and o.own_value is null
    ), filled as (
      update customers c set
        name = ${filled('name')}, initials = ${filled('initials', 'name')}, gender = ${filled('gender')},
        birthday = ${filled('birthday')}, province = ${filled('province')}, city = ${filled('city')},
        avatar_url = coalesce(c.avatar_url, told.avatar_url), updated_at = ${context.clock.now()}
      from told
      where c.id = told.id and c.status = 'active' and (${fills('name')} or ${fills('gender')} or ${fills('birthday')}
        or ${fills('province')} or ${fills('city')} or c.avatar_url is null and told.avatar_url is not null)
      returning c.id
    )
    insert into events (type, customer_id, at, actor, data)
    select 'customer.changed', id, ${context.clock.now()}, ${context.actor.name}, '{"by": "source"}'::jsonb from filled`.execute(
    tx,
  );
}

/** Whom an erased key names was erased, with whatever else is told of them: as if nobody had told of them. */
async function withoutErased(tx: Tx, vault: Vault, people: readonly Learned[]): Promise<readonly Learned[]> {
  const isErased = await erasedAmong(
    tx,
    vault,
    people.flatMap(person => person.keys),
  );
  return people.map(person => (person.keys.some(isErased) ? { ...person, keys: [] } : person));
}
