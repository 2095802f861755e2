import { type RawBuilder, sql } from 'kysely';

/**
 * Every table that knows a person, and what becomes of it when the person is erased. A later stage's tables stand here
 * under their names: law 2 lets stage 1 import nothing of them, and one list can be read and checked as a whole
 * (personal-data.test.ts finds a table that is missing).
 *
 * `$` stands for the person's profiles.
 */
type Treatment = { table: string; goes: string } | { table: string; stays: string };

export const TREATMENTS: readonly Treatment[] = [
  // What WeCom was to be told of them, and what it said; groups, also where they brought somebody in.
  {
    table: 'follow_pushes',
    goes: 'delete from follow_pushes p using follows f where f.id = p.follow_id and f.customer_id = any($)',
  },
  {
    table: 'follow_tags',
    goes: 'delete from follow_tags t using follows f where f.id = t.follow_id and f.customer_id = any($)',
  },
  { table: 'group_members', goes: 'delete from group_members where customer_id = any($)' },
  {
    table: 'group_members',
    goes: `update group_members set invitor = null where invitor in (select key from identities where kind = 'external_userid' and customer_id = any($))`,
  },
  { table: 'unassigned_customers', goes: 'delete from unassigned_customers where customer_id = any($)' },
  { table: 'transfer_people', goes: 'delete from transfer_people where customer_id = any($)' },
  // What official accounts told them and what they said of notices; that they were contacted stays as a contact.
  { table: 'official_messages', goes: 'delete from official_messages where customer_id = any($)' },
  { table: 'notice_words', goes: 'delete from notice_words where customer_id = any($)' },
  { table: 'notice_uses', goes: 'delete from notice_uses where customer_id = any($)' },
  { table: 'notice_grants', goes: 'delete from notice_grants where customer_id = any($)' },
  { table: 'official_entries', goes: 'delete from official_entries where customer_id = any($)' },
  { table: 'followers', goes: 'delete from followers where customer_id = any($)' },
  { table: 'follows', goes: 'delete from follows where customer_id = any($)' },
  // Where they came in, and that they were greeted: by the platform's key, while that is still known.
  { table: 'entries', goes: 'delete from entries where customer_id = any($)' },
  { table: 'receipt_scans', goes: 'delete from receipt_scans where customer_id = any($)' },
  { table: 'migration_people', goes: 'delete from migration_people where customer_id = any($)' },
  // What moments were in their feed, and what they did about them.
  { table: 'moment_people', goes: 'delete from moment_people where customer_id = any($)' },
  { table: 'moment_reactions', goes: 'delete from moment_reactions where customer_id = any($)' },
  {
    table: 'welcomes',
    goes: `delete from welcomes w using identities i where i.customer_id = any($) and i.kind in ('external_userid', 'openid')
      and i.account_id = w.account_id and i.key = w.external_id`,
  },
  // What they said to 微信客服 and what was answered, and by what they came there.
  { table: 'kf_entries', goes: 'delete from kf_entries where customer_id = any($)' },
  { table: 'kf_messages', goes: 'delete from kf_messages where customer_id = any($)' },
  { table: 'kf_sessions', goes: 'delete from kf_sessions where customer_id = any($)' },
  // What other systems were or were to be told; that they were erased is told afterwards.
  {
    table: 'webhook_deliveries',
    goes: "delete from webhook_deliveries where customer_id = any($) and type <> 'customer.erased'",
  },
  // What they answered to texts, and what became of texts: by the number, while that is still known.
  {
    table: 'sms_replies',
    goes: `delete from sms_replies where customer_id = any($)
      or phone_key in (select key from identities where kind = 'phone' and customer_id = any($))`,
  },
  {
    table: 'sms_receipts',
    goes: `delete from sms_receipts where phone_key in (select key from identities where kind = 'phone' and customer_id = any($))`,
  },
  {
    table: 'sms_stops',
    stays: 'that a number wants no more, as a keyed hash: it must hold after an erasure too',
  },
  // What pointed to them without naming them: uses of keys, what sources said otherwise, what was compared by and suggested.
  { table: 'identity_uses', goes: 'delete from identity_uses where customer_id = any($)' },
  { table: 'profile_traces', goes: 'delete from profile_traces where customer_id = any($)' },
  { table: 'match_keys', goes: 'delete from match_keys where customer_id = any($)' },
  {
    table: 'merge_suggestions',
    goes: 'delete from merge_suggestions where customer_a = any($) or customer_b = any($)',
  },
  { table: 'overlaid_fields', goes: 'delete from overlaid_fields where customer_id = any($)' },
  {
    table: 'overlaid_fields',
    goes: 'delete from overlaid_fields o using field_choices f where f.id = o.choice_id and (f.customer_id = any($) or f.chosen_profile = any($))',
  },
  {
    table: 'field_choices',
    goes: 'delete from field_choices where customer_id = any($) or chosen_profile = any($)',
  },
  { table: 'order_bindings', goes: 'delete from order_bindings where customer_id = any($)' },
  {
    table: 'order_bindings',
    goes: 'update order_bindings set claimed_by = null, claimed_as = null where claimed_by = any($)',
  },
  { table: 'identities', goes: 'delete from identities where customer_id = any($)' },
  { table: 'custom_values', goes: 'delete from custom_values where customer_id = any($)' },
  { table: 'tag_merge_people', goes: 'delete from tag_merge_people where customer_id = any($)' },
  { table: 'customer_tags', goes: 'delete from customer_tags where customer_id = any($)' },
  // The ledger's total is a sum of amounts that stay; what the machine thought of the person goes.
  {
    table: 'customer_facts',
    goes: "delete from customer_facts where customer_id = any($) and key <> 'value.total'",
  },
  { table: 'suppressions', goes: 'delete from suppressions where customer_id = any($)' },
  { table: 'reach_states', stays: 'how a number stood when the last day ended; the next day takes it out' },
  {
    table: 'reach_changes',
    stays: 'that somebody came or left on a day and why: the day’s causes are counted',
  },
  { table: 'promises', goes: 'delete from promises where customer_id = any($)' },
  { table: 'tier_overrides', goes: 'delete from tier_overrides where customer_id = any($)' },
  {
    table: 'customers',
    goes: `update customers set status = 'erased', name = null, initials = null, gender = null, birthday = null, lunar_birthday = null, province = null,
      city = null, avatar_url = null, note = null, owner_member_id = null, next_follow_up = null, minor = false, custom = '{}',
      corrected = '{}' where id = any($)`,
  },
  {
    table: 'merges',
    goes: `update merges set evidence = '{}' where evidence <> '{}' and (customer_a = any($) or customer_b = any($))`,
  },
  {
    table: 'consents',
    goes: 'update consents set evidence = null where customer_id = any($) and evidence is not null',
  },
  {
    table: 'value_entries',
    goes: 'update value_entries set note = null where customer_id = any($) and note is not null',
  },
  {
    table: 'broadcast_people',
    goes: `update broadcast_people set recipient = null, external_id = null, reason_facts = null,
      state = case when state in ('audience', 'planned') then 'cancelled' else state end
      where customer_id = any($) and (recipient is not null or reason_facts is not null)`,
  },
  // Of Siyu's own events the numbers stay (which order, which tag); of what a client told nothing does.
  {
    table: 'events',
    goes: `update events set data = case when actor like 'key:%' then '{}'::jsonb else coalesce((
        select jsonb_object_agg(e.key, e.value) from jsonb_each(data) e
        where jsonb_typeof(e.value) in ('number', 'boolean') or jsonb_typeof(e.value) = 'array'
          and not exists (select 1 from jsonb_array_elements(e.value) x where jsonb_typeof(x) <> 'number')), '{}') end
      where customer_id = any($) and data <> '{}'
        and (actor like 'key:%' or jsonb_path_exists(data, '$.* ? (@.type() == "string" || @.type() == "object")'))`,
  },
  // What the other side of a merge heard: it names the key both had.
  {
    table: 'events',
    goes: `update events e set data = data - 'shown' where type = 'customers.merged' and data ? 'shown' and customer_id in (
        select customer_a from merges where customer_b = any($) union select customer_b from merges where customer_a = any($)
        union select c.person_id from merges m join customers c on c.id in (m.customer_a, m.customer_b)
          where m.customer_a = any($) or m.customer_b = any($))
      and exists (select 1 from jsonb_array_elements(data -> 'persons' || coalesce(data -> 'profiles', '[]')) p where p::text::bigint = any($))`,
  },
  {
    table: 'import_changes',
    goes: `delete from import_changes where kind = 'order' and row_id in (select id from orders where customer_id = any($))
      or kind = 'refund' and row_id in (select r.id from refunds r left join orders o on o.id = r.order_id
        where r.customer_id = any($) or o.customer_id = any($))`,
  },
  { table: 'orders', stays: 'amounts and days, under a pseudonym instead of the number' },
  { table: 'refunds', stays: 'amounts and days, under a pseudonym, without reason' },
  {
    table: 'contacts',
    stays: 'that somebody was contacted, on which channel and when: caps and costs count them',
  },
  { table: 'tier_transitions', stays: 'that somebody rose or fell: flows between tiers are counted' },
  { table: 'audit_log', stays: 'who did what and when; what was said of the person is blacked out' },
];

/** Tables whose rows an erasure changes or deletes, each once; and those that its traces are taken out of. */
export const TOUCHED: readonly string[] = [
  ...new Set(TREATMENTS.map(treatment => treatment.table)),
  ...[
    'erasure_receipts',
    'channel_inbox',
    'files',
    'imports',
    'import_issues',
    'saved_views',
    'send_tasks',
    'sms_inbox',
    'hook_deliveries',
    'shop_pulls',
  ],
];

/** An import that was cut short leaves its lines here. */
export const IMPORT_STAGING = ['import_lines', 'import_products', 'import_orders', 'import_phones'] as const;
/** Written and emptied all the time. */
export const STAGING: readonly string[] = [...IMPORT_STAGING, 'idempotency_keys'];

/** The statements that make the rows forget, for the given profiles. */
export function forgetting(profiles: readonly number[]): { table: string; statement: RawBuilder<unknown> }[] {
  return TREATMENTS.flatMap(treatment => {
    if (!('goes' in treatment)) return [];
    const parts = treatment.goes.split('any($)');
    const ids = sql`any(${profiles}::bigint[])`;
    return [
      {
        table: treatment.table,
        statement: sql.join(
          parts.map(part => sql.raw(part)),
          ids,
        ),
      },
    ];
  });
}
