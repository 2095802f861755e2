-- Orders that come live: webhooks of any shop or ERP, and shops whose orders are fetched.

-- When the shop says that it last changed them. Messages overtake each other; older news is left out.
alter table orders add column told_at timestamptz;
alter table refunds add column told_at timestamptz;

-- A way in for one source. Its address is public, its secret is sealed; the one before works on for a day.
create table order_hooks (
  id                bigint generated always as identity primary key,
  account_id        bigint not null references channel_accounts,
  name              text not null,
  address           text not null unique,
  secret            bytea not null,
  secret_before     bytea,
  before_until      timestamptz,
  status            text not null default 'active' check (status in ('active', 'paused', 'removed')),
  created_by        text not null,
  created_at        timestamptz not null,
  rotated_at        timestamptz,
  last_received_at  timestamptz,
  last_refused_at   timestamptz,
  last_refused_code text
);
create index order_hooks_by_account on order_hooks (account_id);

-- What was sent, sealed, before it is answered. Once it is in, the body goes; what could not be taken keeps it for a
-- while, to be tried again by hand.
create table hook_deliveries (
  id          bigint generated always as identity primary key,
  hook_id     bigint not null references order_hooks,
  dedupe_key  text not null,
  body        bytea,
  bytes       integer not null,
  state       text not null default 'waiting' check (state in ('waiting', 'done', 'partial', 'failed')),
  received_at timestamptz not null,
  done_at     timestamptz,
  attempts    integer not null default 0,
  -- the next try, after one that failed
  try_after   timestamptz,
  orders      integer not null default 0,
  refunds     integer not null default 0,
  faults      jsonb not null default '[]',
  failure     text,
  unique (hook_id, dedupe_key)
);
create index hook_deliveries_by_hook on hook_deliveries (hook_id, id desc);
create index hook_deliveries_waiting on hook_deliveries (id) where state = 'waiting';
create index hook_deliveries_failed on hook_deliveries (hook_id) where state = 'failed';
create index hook_deliveries_by_age on hook_deliveries (received_at);

-- How far the orders of a shop have been fetched, by the time at which the shop changed them.
create table shop_pulls (
  account_id   bigint primary key references channel_accounts,
  cursor_at    timestamptz not null,
  last_at      timestamptz,
  last_orders  integer not null default 0,
  last_refunds integer not null default 0,
  faults       jsonb not null default '[]',
  failure      text,
  failed_at    timestamptz
);
