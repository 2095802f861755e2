-- Official accounts (公众号): who follows them.

create table followers (
  id            bigint generated always as identity primary key,
  account_id    bigint not null references channel_accounts,
  openid        text not null,
  customer_id   bigint not null references customers,
  subscribed_at timestamptz not null,
  -- Null while they follow.
  ended_at      timestamptz,
  -- By what they came, as the platform says it, and of which code.
  came_by       text not null default '',
  scene         text not null default '',
  -- When they last wrote, and last did what opens the platform's short window: followed, scanned, used the menu.
  wrote_at      timestamptz,
  acted_at      timestamptz,
  synced_at     timestamptz not null,
  unique (account_id, openid)
);
create index followers_by_customer on followers (customer_id);
create index followers_now on followers (account_id) where ended_at is null;

-- Answers of the customer service, by what opened the window for them: so many, and for how long.
insert into rule_facts (name, value, effective_from, source, confidence) values
  ('official_account.wrote.messages', '{"max": 5}', '2023-01-01', '公众平台「客服消息」，据公开摘要（2026-09-17）', 'reported'),
  ('official_account.wrote.hours', '{"max": 48}', '2023-01-01', '公众平台「客服消息」，据公开摘要（2026-09-17）', 'reported'),
  ('official_account.acted.messages', '{"max": 3}', '2023-01-01', '公众平台「客服消息」，据公开摘要（2026-09-17）', 'reported'),
  ('official_account.acted.minutes', '{"max": 1}', '2023-01-01', '公众平台「客服消息」，据公开摘要（2026-09-17）', 'reported');

-- Live codes that lead to an official account: a code of that account's own, with the way's state as its scene.
alter table code_ways drop constraint code_ways_kind_check;
alter table code_ways add constraint code_ways_kind_check check (kind in ('member', 'duty', 'group', 'official'));
