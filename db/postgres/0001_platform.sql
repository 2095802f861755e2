-- What every stage stands on: the event log, people who work here, sessions, audit, idempotency, settings.

-- The one log. A state change and its event are written in one transaction; readers keep a cursor on (xid, seq) and
-- read only below the oldest running transaction, because sequence order is not commit order.
create table events (
  seq         bigint generated always as identity,
  xid         bigint not null default (pg_current_xact_id()::text::bigint),
  type        text not null,
  customer_id bigint,
  account_id  bigint,
  at          timestamptz not null,
  recorded_at timestamptz not null default now(),
  actor       text not null,
  data        jsonb not null default '{}',
  primary key (xid, seq)
);
create index events_by_customer on events (customer_id, at desc, seq desc) where customer_id is not null;

create table log_cursors (
  reader      text primary key,
  xid         bigint not null default 0,
  seq         bigint not null default 0,
  lease_owner text,
  lease_until timestamptz,
  updated_at  timestamptz not null default now()
);

-- Teams and members (成员): the people of the company who use Siyu.
create table teams (
  id         bigint generated always as identity primary key,
  name       text not null,
  parent_id  bigint references teams,
  created_at timestamptz not null default now()
);

create table members (
  id            bigint generated always as identity primary key,
  name          text not null,
  login         text unique,
  password_hash text,
  role          text not null check (role in ('owner', 'manager', 'staff')),
  data_scope    text not null check (data_scope in ('own', 'team', 'all')),
  team_id       bigint references teams,
  language      text not null default 'zh' check (language in ('zh', 'en')),
  status        text not null default 'active' check (status in ('active', 'disabled')),
  created_at    timestamptz not null default now(),
  updated_at    timestamptz not null default now()
);
create index members_by_team on members (team_id);

create table sessions (
  token_hash   bytea primary key,
  member_id    bigint not null references members,
  created_at   timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at   timestamptz not null,
  user_agent   text
);
create index sessions_by_member on sessions (member_id);

-- Failed logins, counted per login and per address so that guessing slows down and a restart forgets nothing.
create table login_failures (
  key    text not null,
  at     timestamptz not null
);
create index login_failures_by_key on login_failures (key, at);

-- Every write to a person's data and every look behind a mask: by whom, when, what, before and after (masked).
create table audit_log (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  actor       text not null,
  action      text not null,
  object_kind text not null,
  object_id   text not null,
  customer_id bigint,
  reason      text,
  before      jsonb,
  after       jsonb,
  request_id  text
);
create index audit_log_by_object on audit_log (object_kind, object_id, id desc);
create index audit_log_by_customer on audit_log (customer_id, id desc) where customer_id is not null;
create index audit_log_by_actor on audit_log (actor, id desc);

-- The chain that makes a deleted or altered audit row detectable: each seal hashes the rows since the last one.
create table audit_seals (
  id        bigint generated always as identity primary key,
  first_id  bigint not null,
  last_id   bigint not null,
  row_count integer not null,
  hash      bytea not null,
  at        timestamptz not null
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'SY001';
end $$;
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_change();
create trigger audit_seals_append_only before update or delete or truncate on audit_seals
  for each statement execute function refuse_change();

create table idempotency_keys (
  key          text not null,
  actor        text not null,
  request_hash bytea not null,
  status       integer not null,
  body         jsonb,
  created_at   timestamptz not null,
  primary key (actor, key)
);
create index idempotency_keys_by_age on idempotency_keys (created_at);

create table settings (
  name       text primary key,
  value      jsonb not null,
  updated_at timestamptz not null default now(),
  updated_by text not null
);

-- Rule packs: limits of platforms and of the law as dated facts with a source, never constants in code.
create table rule_facts (
  id             bigint generated always as identity primary key,
  name           text not null,
  value          jsonb not null,
  effective_from date not null,
  effective_to   date,
  source         text not null,
  confidence     text not null check (confidence in ('official', 'reported', 'assumed', 'own'))
);
create index rule_facts_by_name on rule_facts (name, effective_from desc);

-- Files people upload (pictures for messages, shop files): the bytes lie in the home's files folder under their hash.
create table files (
  id         bigint generated always as identity primary key,
  name       text not null,
  mime       text not null,
  bytes      bigint not null,
  sha256     text not null,
  created_by text not null,
  created_at timestamptz not null
);
