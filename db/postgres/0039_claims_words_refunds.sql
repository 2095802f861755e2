-- An answer of 微信客服 is claimed before the platform is asked, and what nobody can know the end of is never sent again.
alter table kf_messages
  add column claimed_at timestamptz,
  drop constraint kf_messages_state_check;
alter table kf_messages add constraint kf_messages_state_check
  check (state in ('received', 'sending', 'sent', 'uncertain', 'refused', 'withheld', 'failed'));

-- What options of a field were called before: a value told in the old word at the moment of the renaming, or by a file that
-- was read before it, is kept in the new one.
alter table custom_fields add column renamed_options jsonb not null default '{}';

-- Orders that were refunded in full and are closed: rules that ask for full refunds find them. Counts and sums stay those
-- of paid orders.
create or replace view projection_customers as
with touched as (
  select person_id from projection_persons
), visitor as (
  select c.person_id from customers c join touched using (person_id)
  where c.status = 'active'
  group by c.person_id
  having bool_and(c.name is null
    and exists (select 1 from identities i where i.customer_id = c.id)
    and not exists (select 1 from identities i where i.customer_id = c.id and i.kind <> 'anonymous_id')
    and not exists (select 1 from orders o where o.customer_id = c.id))
), profile as (
  select c.person_id,
    (array_agg(c.name order by c.id = c.person_id desc, c.id) filter (where c.name is not null))[1] as name,
    (array_agg(c.initials order by c.id = c.person_id desc, c.id) filter (where c.name is not null))[1] as initials,
    (array_agg(c.gender order by c.id = c.person_id desc, c.id) filter (where c.gender is not null))[1] as gender,
    (array_agg(c.birthday order by c.id = c.person_id desc, c.id) filter (where c.birthday is not null))[1] as birthday,
    (array_agg(c.province order by c.id = c.person_id desc, c.id) filter (where c.province is not null))[1] as province,
    (array_agg(c.city order by c.id = c.person_id desc, c.id) filter (where c.city is not null))[1] as city,
    (array_agg(c.source order by c.created_at, c.id))[1] as source,
    (array_agg(c.next_follow_up order by c.id = c.person_id desc, c.id) filter (where c.next_follow_up is not null))[1] as next_follow_up,
    (array_agg(c.owner_member_id order by c.id = c.person_id desc, c.id) filter (where c.owner_member_id is not null))[1] as owner,
    min(c.created_at) as created_at,
    bool_or(c.minor) as minor,
    array_agg(c.owner_member_id) filter (where c.owner_member_id is not null) as owners
  from customers c join touched using (person_id)
  where c.status = 'active' and c.person_id not in (select person_id from visitor)
  group by c.person_id
), followed as (
  select c.person_id,
    array_agg(distinct f.member_id) as members,
    -- accounts that can carry a message now: the member behind the relation is active there
    coalesce(array_agg(distinct f.account_id) filter (where ma.active), '{}') as accounts,
    min(f.followed_at) as followed_at
  from follows f join customers c on c.id = f.customer_id join touched using (person_id)
  left join member_accounts ma on ma.account_id = f.account_id and ma.member_id = f.member_id
  where f.ended_at is null
  group by c.person_id
), known_on as (
  select person_id, array_agg(distinct account_id order by account_id) as accounts from (
    select c.person_id, i.account_id from identities i join customers c on c.id = i.customer_id join touched using (person_id)
    where i.account_id > 0
    union all
    select c.person_id, o.account_id from orders o join customers c on c.id = o.customer_id join touched using (person_id)
  ) known group by person_id
), tagged as (
  select c.person_id, array_agg(distinct t.tag_id order by t.tag_id) as tags
  from customer_tags t join customers c on c.id = t.customer_id join touched using (person_id)
  group by c.person_id
), phoned as (
  select distinct c.person_id
  from identities i join customers c on c.id = i.customer_id join touched using (person_id)
  where i.kind = 'phone' and not i.shared
), bought as (
  select c.person_id,
    count(*) filter (where o.payment = 'paid') as orders,
    coalesce(sum(o.paid) filter (where o.payment = 'paid'), 0) as paid,
    coalesce(sum(o.refunded), 0) as refunded,
    min(o.ordered_at) filter (where o.payment = 'paid') as first_order_at,
    max(o.ordered_at) filter (where o.payment = 'paid') as last_order_at,
    array_agg(distinct o.account_id order by o.account_id) as shops,
    -- What a rule may ask of each paid order, and of each that was paid, refunded in full and is closed: of that one the
    -- refund is `closed`. Texts, as all lists that travel.
    string_agg((extract(epoch from o.ordered_at) * 1000)::bigint::text, ',' order by o.id) filter (where o.payment = 'paid' or o.payment = 'closed' and o.refund = 'full') as order_at,
    string_agg(o.account_id::text, ',' order by o.id) filter (where o.payment = 'paid' or o.payment = 'closed' and o.refund = 'full') as order_account,
    string_agg(o.paid::text, ',' order by o.id) filter (where o.payment = 'paid' or o.payment = 'closed' and o.refund = 'full') as order_paid,
    string_agg(o.refunded::text, ',' order by o.id) filter (where o.payment = 'paid' or o.payment = 'closed' and o.refund = 'full') as order_refunded,
    string_agg(o.discount::text, ',' order by o.id) filter (where o.payment = 'paid' or o.payment = 'closed' and o.refund = 'full') as order_discount,
    string_agg(o.quantity::text, ',' order by o.id) filter (where o.payment = 'paid' or o.payment = 'closed' and o.refund = 'full') as order_quantity,
    string_agg(case o.payment when 'closed' then 'closed' else o.refund end, ',' order by o.id) filter (where o.payment = 'paid' or o.payment = 'closed' and o.refund = 'full') as order_refund
  from orders o join customers c on c.id = o.customer_id join touched using (person_id)
  group by c.person_id
), barred as (
  select c.person_id, array_agg(distinct s.channel) as channels
  from suppressions s join customers c on c.id = s.customer_id join touched using (person_id)
  where s.lifted_at is null
  group by c.person_id
), refused as (
  select person_id, array_agg(channel) as channels
  from (
    select distinct on (c.person_id, k.channel) c.person_id, k.channel, k.given
    from consents k join customers c on c.id = k.customer_id join touched using (person_id)
    where k.purpose = 'marketing'
    order by c.person_id, k.channel, k.at desc, k.id desc
  ) latest
  where not given
  group by person_id
), known as (
  select f.customer_id as person_id,
    max(f.str) filter (where f.key = 'tier') as tier,
    max(f.num) filter (where f.key = 'rfm.r') as r,
    max(f.num) filter (where f.key = 'rfm.f') as f,
    max(f.num) filter (where f.key = 'rfm.m') as m,
    max(f.num) filter (where f.key = 'value.total') as value
  from customer_facts f join touched on touched.person_id = f.customer_id
  group by f.customer_id
)
select
  touched.person_id,
  profile.person_id is null as gone,
  coalesce(name, '') as name,
  coalesce(initials, '') as initials,
  coalesce(gender, 0) as gender,
  birthday,
  coalesce(province, '') as province,
  coalesce(city, '') as city,
  coalesce(source, '') as source,
  next_follow_up,
  coalesce(created_at, 'epoch') as created_at,
  coalesce(minor, false) as minor,
  array(select distinct unnest(coalesce(owners, '{}') || coalesce(members, '{}')) order by 1) as members,
  array_remove(array[profile.owner], null) as owner,
  coalesce(followed.accounts, '{}') as accounts,
  followed_at,
  coalesce(tags, '{}') as tags,
  coalesce(shops, '{}') as shops,
  coalesce(known_on.accounts, '{}') as known_on,
  phoned.person_id is not null as has_phone,
  coalesce(orders, 0) as orders,
  coalesce(paid, 0) as paid,
  coalesce(refunded, 0) as refunded,
  first_order_at,
  last_order_at,
  coalesce(order_at, '') as order_at,
  coalesce(order_account, '') as order_account,
  coalesce(order_paid, '') as order_paid,
  coalesce(order_refunded, '') as order_refunded,
  coalesce(order_discount, '') as order_discount,
  coalesce(order_quantity, '') as order_quantity,
  coalesce(order_refund, '') as order_refund,
  coalesce(barred.channels, '{}') as suppressed,
  coalesce(refused.channels, '{}') as refused,
  coalesce(tier, '') as tier,
  coalesce(r, 0) as r,
  coalesce(f, 0) as f,
  coalesce(m, 0) as m,
  coalesce(value, 0) as value
from touched
left join profile using (person_id)
left join followed using (person_id)
left join known_on using (person_id)
left join tagged using (person_id)
left join phoned using (person_id)
left join bought using (person_id)
left join barred using (person_id)
left join refused using (person_id)
left join known using (person_id);

-- Whose rows lack such orders are written anew.
insert into events (type, customer_id, at, actor, data)
select 'facts.changed', person_id, now(), 'system', '{"keys": []}' from (
  select distinct c.person_id from orders o join customers c on c.id = o.customer_id and c.status = 'active'
  where o.payment = 'closed' and o.refund = 'full'
) lacking;
