-- Acquisition links (获客助手): a touchpoint's address by which customers add a member from outside WeChat. `wanted` is
-- what the platform should know of it, `told` what it was last told; archived, it should be gone there.
create table acquisition_links (
  id            bigint generated always as identity primary key,
  touchpoint_id bigint not null references touchpoints,
  account_id    bigint not null references channel_accounts,
  name          text not null,
  member_ids    bigint[] not null,
  asks_nobody   boolean not null,
  tag_ids       bigint[] not null default '{}',
  -- Comes back with everybody who comes by it.
  state         text not null unique,
  wanted        jsonb not null,
  told          jsonb,
  -- The platform's own id and address.
  link_id       text,
  url           text,
  -- Asked for, and the answer was lost: look among the platform's links before asking again.
  asked_at      timestamptz,
  failure       jsonb,
  tries         integer not null default 0,
  next_try      timestamptz not null,
  -- It is no longer there, and we did not delete it.
  gone_at       timestamptz,
  -- As the platform counts: who came by it in all, and who of them has written.
  customers     integer not null default 0,
  chatted       integer not null default 0,
  synced_at     timestamptz,
  next_sync     timestamptz not null,
  created_by    text not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  archived_at   timestamptz,
  unique (account_id, link_id)
);
create index acquisition_links_by_touchpoint on acquisition_links (touchpoint_id);
create index acquisition_links_to_tell on acquisition_links (next_try) where told is distinct from wanted;

-- The platform's count of a day: who opened the link, and who was new.
create table acquisition_link_days (
  link_id bigint not null references acquisition_links,
  day     date not null,
  clicks  integer not null,
  added   integer not null,
  primary key (link_id, day)
);

-- What may still be added by links: each adding costs one.
create table acquisition_quotas (
  account_id bigint primary key references channel_accounts,
  total      integer not null default 0,
  balance    integer not null default 0,
  parts      jsonb not null default '[]',
  read_at    timestamptz,
  failure    jsonb,
  next_sync  timestamptz not null
);

insert into rule_facts (name, value, effective_from, source, confidence) values
  ('wecom.acquisition.quota.low', '{"max": 20}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/97394', 'reported');

-- Somebody comes in by a code or by a link.
alter table entries alter column code_id drop not null;
alter table entries add column link_id bigint references acquisition_links;
alter table entries add constraint entries_by_one check (num_nonnulls(code_id, link_id) = 1);
create index entries_by_link on entries (link_id, at desc) where link_id is not null;
