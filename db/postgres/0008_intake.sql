-- Event intake: with which keys sites, mini programs and servers may send events, which messages have been taken, and
-- what the events are called.

-- A key belongs to one source (an account); only its SHA-256 is kept. A server key is trusted with who somebody is, a
-- browser key, which every visitor can read, is not.
create table write_keys (
  id           bigint generated always as identity primary key,
  name         text not null,
  kind         text not null check (kind in ('server', 'browser')),
  account_id   bigint not null references channel_accounts,
  key_hash     bytea not null unique,
  shown        text not null,
  created_by   text not null,
  created_at   timestamptz not null,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  revoked_by   text
);
create index write_keys_by_account on write_keys (account_id);

-- Messages already taken: the first half of SHA-256 over source and messageId. Written in the transaction of the event.
create table intake_messages (
  id          uuid primary key,
  received_at timestamptz not null
);
create index intake_messages_by_age on intake_messages using brin (received_at);

-- 事件字典: what clients track, in words. How often and when last is counted where the events are, in ClickHouse.
create table event_definitions (
  id            bigint generated always as identity primary key,
  key           text not null unique,
  name          text,
  meaning       text,
  properties    jsonb not null default '{}',
  first_seen_at timestamptz not null,
  updated_at    timestamptz not null
);
