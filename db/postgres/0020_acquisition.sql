-- Acquisition: where people come from, what that cost, the codes that lead them, and how they are welcomed.

-- Every place at which somebody can come in: a counter, a parcel card, a live room, an advertisement (触点).
create table touchpoints (
  id          bigint generated always as identity primary key,
  name        text not null,
  kind        text not null,
  campaign    text not null default '',
  store       text not null default '',
  url         text not null default '',
  member_id   bigint references members,
  -- Fen: above this per new customer the place does not pay.
  stop_loss   bigint,
  created_by  text not null,
  created_at  timestamptz not null,
  archived_at timestamptz
);
create unique index touchpoints_by_name on touchpoints (name) where archived_at is null;

-- What a place cost on a day: money, or goods given away. What was wrong is taken back, not deleted.
create table touchpoint_costs (
  id            bigint generated always as identity primary key,
  touchpoint_id bigint not null references touchpoints,
  day           date not null,
  kind          text not null check (kind in ('money', 'subsidy')),
  amount        bigint not null check (amount > 0),
  note          text not null default '',
  created_by    text not null,
  created_at    timestamptz not null,
  removed_at    timestamptz
);
create index touchpoint_costs_by_day on touchpoint_costs (touchpoint_id, day) where removed_at is null;

-- A code (渠道活码) that is printed once and leads to other people by its plan (live-codes/plan.contract.ts).
create table live_codes (
  id            bigint generated always as identity primary key,
  touchpoint_id bigint not null references touchpoints,
  account_id    bigint not null references channel_accounts,
  name          text not null,
  -- Of its link, /c/<slug>.
  slug          text not null unique,
  plan          jsonb not null,
  -- Which message greets whom; null: what the account says to everybody.
  welcome       jsonb,
  tag_ids       bigint[] not null default '{}',
  -- How members name who came by it; empty: they are not renamed.
  remark        text not null default '',
  version       integer not null default 1,
  paused        boolean not null default false,
  created_by    text not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  archived_at   timestamptz
);
create index live_codes_by_touchpoint on live_codes (touchpoint_id);

-- What stands behind a code at the platform: the way to one member, to those on duty together (of both none), or to a
-- group. `wanted` is where it should lead, `told` where the platform was last told to.
create table code_ways (
  id         bigint generated always as identity primary key,
  code_id    bigint not null references live_codes,
  kind       text not null check (kind in ('member', 'duty', 'group')),
  member_id  bigint references members,
  -- Which of its kind: the member, the groups; of those on duty there is one.
  key        text not null,
  -- Comes back with everybody who adds by it.
  state      text not null unique,
  wanted     jsonb not null,
  told       jsonb,
  config_id  text,
  image_url  text,
  -- Asked for, and the answer was lost: look among the platform's ways before asking again.
  asked_at   timestamptz,
  failure    jsonb,
  tries      integer not null default 0,
  next_try   timestamptz not null,
  made_at    timestamptz,
  unique (code_id, kind, key)
);
create index code_ways_to_tell on code_ways (next_try) where told is distinct from wanted;

-- Each opening of a code's page, whom it led to and why. `visitor` is a browser's own random mark, hashed; no address.
create table code_scans (
  id        bigint generated always as identity primary key,
  code_id   bigint not null references live_codes,
  at        timestamptz not null,
  visitor   bytea not null,
  city      text not null default '',
  -- Of its plan; null: nothing of it could take them.
  route     integer,
  kind      text not null,
  member_id bigint references members,
  trace     jsonb not null
);
create index code_scans_by_code on code_scans (code_id, at desc);
create index code_scans_by_visitor on code_scans (code_id, visitor, at desc);

-- Who came in where: one row for each time somebody added a member by a code. `fresh`: had neither bought nor added before.
create table entries (
  id            bigint generated always as identity primary key,
  touchpoint_id bigint not null references touchpoints,
  code_id       bigint not null references live_codes,
  account_id    bigint not null references channel_accounts,
  member_id     bigint not null references members,
  customer_id   bigint not null references customers,
  at            timestamptz not null,
  fresh         boolean not null,
  -- What became of them, kept from the log by the stage's reader so that figures are sums: who they are now, when the
  -- last member of the account was left, and their orders paid since.
  person_id     bigint not null,
  left_at       timestamptz,
  orders        integer not null default 0,
  revenue       bigint not null default 0,
  unique (account_id, member_id, customer_id, at)
);
create index entries_by_touchpoint on entries (touchpoint_id, at desc);
create index entries_by_code on entries (code_id, at desc);
create index entries_by_member on entries (member_id, at desc);
create index entries_by_customer on entries (customer_id);
create index entries_by_person on entries (person_id);
create index entries_by_time on entries (at desc);

-- Every code with which the platform allowed a welcome, and what became of it.
create table welcomes (
  id          bigint generated always as identity primary key,
  account_id  bigint not null references channel_accounts,
  -- SHA-256 of the platform's code: good once, so it is taken once.
  code_key    bytea not null unique,
  user_id     text not null,
  external_id text not null,
  code_id     bigint references live_codes,
  variant     text not null default '',
  told_at     timestamptz not null,
  taken_at    timestamptz not null,
  settled_at  timestamptz,
  outcome     text check (outcome in ('sent', 'none', 'late', 'greeted', 'refused')),
  failure     jsonb
);
create index welcomes_by_person on welcomes (account_id, external_id);
create index welcomes_by_time on welcomes (taken_at desc);

-- Codes that were heard just before a process died are looked for when the next one starts.
create index channel_inbox_by_time on channel_inbox (received_at);

-- What an account says to who comes by no code of ours.
create table account_welcomes (
  account_id bigint primary key references channel_accounts,
  welcome    jsonb not null,
  updated_by text not null,
  updated_at timestamptz not null
);
