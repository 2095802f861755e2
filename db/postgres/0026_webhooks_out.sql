-- Webhooks out: where events of the log are sent to, and what became of each.

create table webhook_endpoints (
  id                bigint generated always as identity primary key,
  name              text not null,
  url               text not null,
  -- Which events; empty: all that are published.
  types             text[] not null default '{}',
  -- What of a person goes along beside the number.
  fields            text[] not null default '{}' check (fields <@ '{name,phone}'),
  -- Whether events that a file brought go too.
  imports           boolean not null default false,
  -- Sealed; the one before signs along for a day.
  secret            bytea not null,
  secret_before     bytea,
  before_until      timestamptz,
  status            text not null default 'active' check (status in ('active', 'paused', 'disabled', 'removed')),
  disabled_why      text check (disabled_why in ('gone', 'failing')),
  -- Events of later transactions are sent.
  since_xid         bigint not null default (pg_current_xact_id()::text::bigint),
  -- Failures since the last delivery that was taken, and until when nothing is tried.
  failures          integer not null default 0,
  failing_since     timestamptz,
  hold_until        timestamptz,
  last_delivered_at timestamptz,
  created_by        text not null,
  created_at        timestamptz not null,
  rotated_at        timestamptz
);

create table webhook_deliveries (
  id          bigint generated always as identity primary key,
  endpoint_id bigint not null references webhook_endpoints,
  -- Of the log; null for a test.
  event_seq   bigint,
  type        text not null,
  -- The profile; as in the log itself it is only a number.
  customer_id bigint,
  at          timestamptz not null,
  -- Without what of a person only some endpoints get: that is read when it is sent.
  data        jsonb not null,
  -- held: the endpoint was stopped; it goes when somebody replays it.
  state       text not null default 'waiting' check (state in ('waiting', 'delivered', 'failed', 'held')),
  -- Of the schedule; a replay begins it anew.
  tries       integer not null default 0,
  -- While it is being tried: until when nobody else does.
  try_at      timestamptz,
  attempts    jsonb not null default '[]',
  -- Which of the endpoint's fields went along.
  told        text[] not null default '{}',
  created_at  timestamptz not null,
  settled_at  timestamptz,
  unique (endpoint_id, event_seq)
);
create index webhook_deliveries_waiting on webhook_deliveries (endpoint_id, try_at, id) where state = 'waiting';
create index webhook_deliveries_by_endpoint on webhook_deliveries (endpoint_id, id desc);
create index webhook_deliveries_by_customer on webhook_deliveries (customer_id) where customer_id is not null;
create index webhook_deliveries_by_age on webhook_deliveries (created_at);

-- There is no endpoint yet: what stands in the log concerns none.
insert into log_cursors (reader, xid, seq)
  select 'webhooks', xid, seq from events where xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
  order by xid desc, seq desc limit 1;
