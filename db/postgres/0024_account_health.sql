-- What members did each day, as WeCom counts it (成员联系客户统计, 客户群统计): the day is whole and in Beijing's calendar.
create table member_days (
  account_id     bigint not null references channel_accounts,
  member_id      bigint not null references members,
  day            date not null,
  -- friend requests sent out, customers newly added, single chats written in, messages in them
  applied        integer not null,
  added          integer not null,
  chats          integer not null,
  messages       integer not null,
  -- percent, and minutes; null where nobody wrote
  answered       double precision,
  answered_after double precision,
  -- customers who deleted or blocked the member
  lost           integer not null,
  -- of the groups they own; null where those were not told
  new_groups     integer,
  groups         integer,
  groups_with_messages integer,
  new_people     integer,
  people         integer,
  group_messages integer,
  read_at        timestamptz not null,
  primary key (account_id, member_id, day)
);
create index member_days_by_day on member_days (account_id, day);

-- Requests to a platform, counted by the hour and by what came of them: sums that are added to, no row a request.
create table channel_calls (
  account_id bigint not null references channel_accounts,
  hour       timestamptz not null,
  api        text not null,
  -- `ok`, or what a failure means: retry, slow_down, config …; `put_off`: not even asked, to stay within the limits
  meaning    text not null,
  code       text not null default '',
  calls      integer not null,
  primary key (account_id, hour, api, meaning, code)
);

create index follows_begun on follows (account_id, followed_at);
create index follows_deleted on follows (account_id, ended_at) where ended_by = 'customer';

-- How an account, or a member of it, is doing, and how fast messages go out for that reason.
create table account_health (
  id         bigint generated always as identity primary key,
  account_id bigint not null references channel_accounts,
  -- null: the account as a whole
  member_id  bigint references members,
  color      text not null check (color in ('green', 'yellow', 'red')),
  -- those that bear on the account's standing with customers and platform: only they slow sending down
  pace       text not null check (pace in ('full', 'slow', 'paused')),
  reasons    jsonb not null,
  figures    jsonb not null,
  -- since when it has this colour; until when nothing new is begun
  since      timestamptz not null,
  paused_until timestamptz,
  at         timestamptz not null,
  unique nulls not distinct (account_id, member_id)
);

-- A person's word over the automatic pace, with its reason and its end.
create table pace_overrides (
  id         bigint generated always as identity primary key,
  account_id bigint not null references channel_accounts,
  member_id  bigint references members,
  pace       text not null check (pace in ('full', 'slow', 'paused')),
  reason     text not null,
  made_by    text not null,
  made_at    timestamptz not null,
  until      timestamptz not null,
  ended_at   timestamptz,
  ended_by   text
);
create unique index pace_overrides_one on pace_overrides (account_id, coalesce(member_id, 0)) where ended_at is null;
create index send_tasks_called on send_tasks (account_id, called_at) where called_at is not null;

-- WeCom publishes no line at which it restricts an account: the house draws its own, and may move them.
insert into rule_facts (name, value, effective_from, source, confidence) values
  ('health.deletions.yellow', '{"max": 10}', '2023-01-01', '本公司设置', 'own'),
  ('health.deletions.red', '{"max": 25}', '2023-01-01', '本公司设置', 'own'),
  ('health.losses.yellow', '{"max": 10}', '2023-01-01', '本公司设置', 'own'),
  ('health.losses.red', '{"max": 30}', '2023-01-01', '本公司设置', 'own'),
  ('health.deletions.fewest', '{"max": 5}', '2023-01-01', '本公司设置', 'own'),
  ('health.refusals.yellow', '{"max": 5}', '2023-01-01', '本公司设置', 'own'),
  ('health.refusals.red', '{"max": 20}', '2023-01-01', '本公司设置', 'own'),
  ('health.refusals.fewest', '{"max": 20}', '2023-01-01', '本公司设置', 'own'),
  ('health.quota.yellow', '{"max": 70}', '2023-01-01', '本公司设置', 'own'),
  ('health.quota.red', '{"max": 90}', '2023-01-01', '本公司设置', 'own'),
  ('health.unconfirmed.yellow', '{"max": 50}', '2023-01-01', '本公司设置', 'own'),
  ('health.unconfirmed.fewest', '{"max": 5}', '2023-01-01', '本公司设置', 'own'),
  ('health.slow.people_hour', '{"max": 500}', '2023-01-01', '本公司设置', 'own'),
  ('health.pause.hours', '{"max": 24}', '2023-01-01', '本公司设置', 'own'),
  ('wecom.calls.api.hour', '{"max": 150000}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/90312 (2026-09-11)', 'official'),
  ('wecom.ways', '{"max": 500000}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/92228 (2026-09-11)', 'official');
