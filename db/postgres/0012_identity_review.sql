-- The identity graph to its depth: who was told of with whose key, what may be the same person and why, what
-- contradicts itself, which orders a customer has named.

-- By which key a merge came, so that it can be taken back when the key turns out to be several people's; and why it was
-- taken back: only what people decided stays apart for good.
alter table merges add column identity_id bigint;
alter table merges add column undone_reason text check (undone_reason in ('decided', 'phone_shared', 'import_undone'));
update merges set undone_reason = case when undone_by like 'import:%' then 'import_undone' else 'decided' end where undone_at is not null;
create index merges_by_identity on merges (identity_id) where identity_id is not null and undone_at is null;

-- Who says that a key is several people's. Once a person has decided, the rule no longer does.
alter table identities add column shared_by text;
alter table identities add column shared_at timestamptz;
alter table identities add column shared_reason text;

-- A key told of somebody who is not the profile that has it, or under another name than that profile's.
create table identity_uses (
  identity_id   bigint not null references identities on delete cascade,
  customer_id   bigint not null references customers,
  name          text not null default '',
  source        text not null,
  verdict       text not null check (verdict in ('joined', 'shared', 'recycled')),
  first_seen_at timestamptz not null,
  last_seen_at  timestamptz not null,
  import_id     bigint,
  primary key (identity_id, customer_id, name)
);
create index identity_uses_by_customer on identity_uses (customer_id);

-- What a source told of a profile that already said otherwise, or that is too weak to be a key: kept beside it.
create table profile_traces (
  customer_id   bigint not null references customers,
  kind          text not null check (kind in ('name', 'gender', 'birthday', 'masked_phone')),
  value         text not null,
  source        text not null,
  told_at       timestamptz not null,
  import_id     bigint,
  primary key (customer_id, kind, value)
);

-- What profiles can be compared by without comparing each with each: a hash per feature. side: two of side 1 are no
-- pair (two different whole phones that end alike), a 0 pairs with everything.
create table match_keys (
  customer_id bigint not null,
  kind        text not null,
  key         bigint not null,
  side        smallint not null default 0,
  shown       text not null,
  primary key (customer_id, kind, key)
);
create index match_keys_by_key on match_keys (kind, key);

create table merge_suggestions (
  id          bigint generated always as identity primary key,
  customer_a  bigint not null references customers,
  customer_b  bigint not null references customers,
  confidence  smallint not null check (confidence between 0 and 100),
  reasons     jsonb not null,
  state       text not null default 'open' check (state in ('open', 'accepted', 'rejected', 'stale')),
  found_at    timestamptz not null,
  later_until timestamptz,
  decided_at  timestamptz,
  decided_by  text,
  merge_id    bigint references merges,
  unique (customer_a, customer_b),
  check (customer_a < customer_b)
);
create index merge_suggestions_by_b on merge_suggestions (customer_b);
create index merge_suggestions_open on merge_suggestions (confidence desc, id) where state = 'open';

-- How a comparison of everybody went: what was too common to be compared is said, not silently left out.
create table matching_runs (
  id         bigint generated always as identity primary key,
  at         timestamptz not null,
  profiles   bigint not null,
  suggested  bigint not null,
  too_common jsonb not null
);

-- Which of several values counts, where profiles of one person say different things.
create table field_choices (
  id             bigint generated always as identity primary key,
  customer_id    bigint not null references customers,
  field          text not null check (field in ('gender', 'birthday', 'phone')),
  chosen_profile bigint not null references customers,
  value          text not null,
  reason         text not null default '',
  decided_by     text not null,
  decided_at     timestamptz not null,
  withdrawn_at   timestamptz
);
create index field_choices_by_customer on field_choices (customer_id) where withdrawn_at is null;
-- What a profile itself says while a choice stands over it.
create table overlaid_fields (
  customer_id bigint not null references customers,
  field       text not null,
  own_value   text,
  choice_id   bigint not null references field_choices,
  primary key (customer_id, field)
);

-- 订单号绑定: an order number that a customer named. It waits for its order, and never takes one from somebody else.
create table order_bindings (
  id          bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  account_id  bigint references channel_accounts,
  order_no    text not null,
  order_id    bigint references orders on delete set null,
  state       text not null check (state in ('suggested', 'waiting', 'bound', 'conflict', 'undone')),
  -- whose the order is by its shop's own file, where that is somebody else
  claimed_by  bigint references customers,
  claimed_as  text,
  told_by     text not null,
  told_at     timestamptz not null,
  decided_by  text,
  decided_at  timestamptz,
  reason      text
);
create unique index order_bindings_once on order_bindings (customer_id, order_no) where state <> 'undone';
create index order_bindings_by_order on order_bindings (order_no) where state <> 'undone';
create index order_bindings_by_customer on order_bindings (customer_id);

insert into rule_facts (name, value, effective_from, source, confidence) values
  ('identity.phone.people', '{"max": 4}', '2023-01-01', '本公司设置', 'own'),
  ('identity.phone.recycled_days', '{"max": 180}', '2023-01-01', '本公司设置', 'own');
