-- Stage 2: understand them.

create table segments (
  id          bigint generated always as identity primary key,
  name        text not null,
  description text,
  rule        jsonb not null,
  version     integer not null default 1,
  people      bigint,
  reachable   bigint,
  counted_at  timestamptz,
  created_by  text not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  archived_at timestamptz
);
create unique index segments_by_name on segments (name) where archived_at is null;

create table segment_versions (
  segment_id bigint not null references segments,
  version    integer not null,
  rule       jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (segment_id, version)
);

-- Tiers from RFM: where the quintiles lie, and what was made of them, each time they were computed.
create table tier_models (
  id          bigint generated always as identity primary key,
  thresholds  jsonb not null,
  people      jsonb not null,
  computed_at timestamptz not null,
  actor       text not null
);

create table tier_transitions (
  id          bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  from_tier   text,
  to_tier     text not null,
  cause       text not null check (cause in ('computed', 'override', 'override_ended')),
  model_id    bigint references tier_models,
  at          timestamptz not null
);
create index tier_transitions_by_customer on tier_transitions (customer_id, at desc);
create index tier_transitions_by_time on tier_transitions (at desc);

create table tier_overrides (
  customer_id bigint primary key references customers,
  tier        text not null,
  reason      text not null,
  actor       text not null,
  at          timestamptz not null,
  expires_at  timestamptz
);

-- Where ClickHouse puts the scores it has computed, before they are compared with what is known.
create unlogged table tier_scores (
  person_id bigint not null,
  r         smallint not null,
  f         smallint not null,
  m         smallint not null,
  tier      text not null
);
