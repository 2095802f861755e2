-- Buyers that shops and stores already have, asked in waves to become friends of the company (存量迁移).
create table buyer_migrations (
  id           bigint generated always as identity primary key,
  name         text not null,
  account_id   bigint not null references channel_accounts,
  segment_id   bigint not null references segments,
  -- Of the segment, when the audience was written down.
  rule         jsonb,
  member_ids   bigint[] not null,
  -- How many buyers a wave has, how many days apart waves begin, how many a member asks a day.
  wave_size    integer not null,
  wave_days    integer not null,
  member_day   integer not null,
  -- What the member says with the request.
  greeting     text not null,
  -- Who has not answered after so many days counts as not willing.
  answer_days  integer not null,
  -- Whole percent: below this share of accepted, above this share of refused, once so many have been judged, it stops.
  min_accepted integer not null,
  max_refused  integer not null,
  judged_from  integer not null,
  status       text not null default 'draft' check (status in ('draft', 'running', 'paused', 'stopped', 'ended')),
  -- Which line was crossed, and by what figures.
  stopped      jsonb,
  -- Who was asked before does not count for the lines: somebody has looked at them and gone on.
  judged_since timestamptz,
  next_wave_at timestamptz,
  created_by   text not null,
  created_at   timestamptz not null,
  started_at   timestamptz,
  ended_at     timestamptz
);
create unique index buyer_migrations_by_name on buyer_migrations (name) where status <> 'ended';

create table migration_waves (
  migration_id bigint not null references buyer_migrations,
  number       integer not null,
  opened_at    timestamptz not null,
  primary key (migration_id, number)
);

-- Everybody of the audience, by rank: who bought last is asked first, while they still know the brand.
create table migration_people (
  migration_id bigint not null references buyer_migrations,
  customer_id  bigint not null references customers,
  rank         integer not null,
  wave         integer,
  member_id    bigint references members,
  due          date,
  state        text not null check (state in ('queued', 'no_phone', 'joined', 'withheld', 'waiting', 'asked', 'accepted', 'refused', 'no_answer', 'wrong_number')),
  reason       text,
  reason_facts jsonb,
  contact_id   bigint references contacts,
  asked_at     timestamptz,
  settled_at   timestamptz,
  primary key (migration_id, customer_id)
);
create index migration_people_queued on migration_people (migration_id, rank) where state = 'queued';
create index migration_people_to_do on migration_people (member_id, due) where state in ('waiting', 'asked');
create index migration_people_by_state on migration_people (migration_id, state, rank);
create index migration_people_by_customer on migration_people (customer_id);

insert into rule_facts (name, value, effective_from, source, confidence) values
  ('migration.member.day', '{"max": 30}', '2023-01-01', '本公司设置：企业微信未公布手机号添加的上限，频繁添加会被限制', 'own');
