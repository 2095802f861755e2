-- Transfer of customers and groups from one member to others: 在职继承, 离职继承.

-- What the platform says of transfers, as dated facts.
insert into rule_facts (name, value, effective_from, source, confidence) values
  ('wecom.transfer.customer.times', '{"max": 2}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/92125', 'reported'),
  ('wecom.transfer.customer.days', '{"max": 90}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/92125', 'reported'),
  ('wecom.transfer.waits.hours', '{"max": 24}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/92125', 'reported');

-- Whom those have who left, as far as the platform says that nobody has taken them over.
create table unassigned_customers (
  account_id  bigint not null references channel_accounts,
  member_id   bigint not null references members,
  customer_id bigint not null references customers,
  external_id text not null,
  left_at     timestamptz not null,
  synced_at   timestamptz not null,
  primary key (account_id, member_id, external_id)
);
create index unassigned_customers_by_customer on unassigned_customers (customer_id);

-- What somebody decided: from whom, to whom, and what customers are told.
create table transfers (
  id           bigint generated always as identity primary key,
  account_id   bigint not null references channel_accounts,
  kind         text not null check (kind in ('on_job', 'resigned')),
  from_id      bigint not null references members,
  spread       text not null check (spread in ('evenly', 'by_value')),
  words        text not null default '',
  created_by   text not null,
  created_at   timestamptz not null,
  cancelled_at timestamptz
);
create index transfers_by_giver on transfers (account_id, from_id);

-- Each customer of it. `asking`: the platform may have been asked and the answer is not known; `waiting`: it has begun
-- and the customer may still refuse.
create table transfer_people (
  id          bigint generated always as identity primary key,
  transfer_id bigint not null references transfers,
  account_id  bigint not null,
  customer_id bigint not null references customers,
  external_id text not null,
  taker_id    bigint not null references members,
  state       text not null default 'planned'
    check (state in ('planned', 'asking', 'waiting', 'done', 'refused', 'full', 'failed', 'cancelled')),
  next_try    timestamptz not null,
  asked_at    timestamptz,
  -- When it ends by itself, as the platform says.
  due_at      timestamptz,
  settled_at  timestamptz,
  failure     jsonb,
  unique (transfer_id, external_id)
);
create index transfer_people_under_way on transfer_people (next_try) where state in ('planned', 'asking', 'waiting');
create index transfer_people_by_customer on transfer_people (customer_id);
create index transfer_people_by_key on transfer_people (account_id, external_id);

-- Groups go at once.
create table transfer_groups (
  id          bigint generated always as identity primary key,
  transfer_id bigint not null references transfers,
  group_id    bigint not null references customer_groups,
  taker_id    bigint not null references members,
  state       text not null default 'planned' check (state in ('planned', 'asking', 'done', 'failed', 'cancelled')),
  next_try    timestamptz not null,
  settled_at  timestamptz,
  failure     jsonb,
  unique (transfer_id, group_id)
);
create index transfer_groups_under_way on transfer_groups (next_try) where state in ('planned', 'asking');
