-- 微信客服: accounts of a corp at which customers write, who answers there, and what is said.
create table kf_accounts (
  id         bigint generated always as identity primary key,
  account_id bigint not null references channel_accounts,
  open_kfid  text not null,
  name       text not null,
  avatar_url text,
  -- Without the right to it an account can be seen and not read.
  is_managed boolean not null,
  -- Said to who comes in by no scene, or by one without words of its own.
  welcome    text not null default '',
  -- Up to where it was read; it moves in the transaction that stores the page.
  cursor     text,
  read_at    timestamptz,
  next_read  timestamptz not null,
  failure    jsonb,
  synced_at  timestamptz not null,
  gone_at    timestamptz,
  unique (account_id, open_kfid)
);

create table kf_servicers (
  kf_account_id bigint not null references kf_accounts,
  user_id       text not null,
  member_id     bigint references members,
  on_duty       boolean not null,
  stop_type     text check (stop_type in ('stopped', 'away')),
  primary key (kf_account_id, user_id)
);

-- The places from which customers come to an account, each with an address of its own.
create table kf_scenes (
  id            bigint generated always as identity primary key,
  kf_account_id bigint not null references kf_accounts,
  name          text not null,
  scene         text not null,
  url           text not null,
  touchpoint_id bigint references touchpoints,
  welcome       text not null default '',
  created_by    text not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  archived_at   timestamptz,
  unique (kf_account_id, scene)
);
create unique index kf_scenes_by_name on kf_scenes (kf_account_id, name) where archived_at is null;

-- One customer at one account. How often they were answered counts from their last message on.
create table kf_sessions (
  id            bigint generated always as identity primary key,
  kf_account_id bigint not null references kf_accounts,
  external_id   text not null,
  customer_id   bigint not null references customers,
  state         text not null check (state in ('new', 'bot', 'pool', 'servicer', 'ended')),
  servicer      text,
  -- Who of us looks after it; the platform knows nothing of it.
  assignee_id   bigint references members,
  scene_id      bigint references kf_scenes,
  customer_at   timestamptz,
  answers       integer not null default 0,
  -- Since when the customer waits for an answer.
  waiting_since timestamptz,
  last_at       timestamptz not null,
  last_from     text not null default '',
  last_kind     text not null default '',
  last_text     text not null default '',
  rejects       boolean not null default false,
  unique (kf_account_id, external_id)
);
create index kf_sessions_by_last on kf_sessions (last_at desc, id desc);
create index kf_sessions_waiting on kf_sessions (waiting_since) where waiting_since is not null;
create index kf_sessions_by_customer on kf_sessions (customer_id);

-- What was said. Of ours the id is our own: the platform takes one id once, so nothing is said twice.
create table kf_messages (
  id            bigint generated always as identity primary key,
  kf_account_id bigint not null references kf_accounts,
  session_id    bigint not null references kf_sessions,
  customer_id   bigint not null references customers,
  msg_id        text not null,
  at            timestamptz not null,
  origin        text not null check (origin in ('customer', 'servicer', 'console', 'welcome', 'event')),
  member_id     bigint references members,
  kind          text not null,
  text          text not null default '',
  body          jsonb not null default '{}',
  state         text not null default 'received' check (state in ('received', 'sending', 'sent', 'refused', 'withheld', 'failed')),
  failure       jsonb,
  tries         integer not null default 0,
  contact_id    bigint references contacts,
  recalled_at   timestamptz,
  unique (kf_account_id, msg_id)
);
create index kf_messages_of on kf_messages (session_id, id);
create index kf_messages_to_send on kf_messages (id) where state = 'sending';
create index kf_messages_by_customer on kf_messages (customer_id);
create index kf_messages_by_at on kf_messages (at);

-- Who came in by a scene; `fresh`: nobody knew them before.
create table kf_entries (
  id            bigint generated always as identity primary key,
  scene_id      bigint not null references kf_scenes,
  touchpoint_id bigint references touchpoints,
  customer_id   bigint not null references customers,
  at            timestamptz not null,
  fresh         boolean not null
);
create index kf_entries_by_scene on kf_entries (scene_id, at desc);
create index kf_entries_by_touchpoint on kf_entries (touchpoint_id, at desc) where touchpoint_id is not null;
create index kf_entries_by_customer on kf_entries (customer_id);

insert into rule_facts (name, value, effective_from, source, confidence) values
  ('kf.answer.hours', '{"max": 48}', '2022-01-01', 'developer.work.weixin.qq.com/document/path/94677', 'reported'),
  ('kf.answer.messages', '{"max": 5}', '2022-01-01', 'developer.work.weixin.qq.com/document/path/94677', 'reported'),
  ('kf.welcome.seconds', '{"max": 20}', '2022-01-01', 'developer.work.weixin.qq.com/document/path/95122', 'reported'),
  ('kf.unanswered.minutes', '{"max": 10}', '2022-01-01', '本公司设置：客户等待超过这么久，在首页和收件箱里提醒', 'own'),
  ('kf.messages.days', '{"max": 365}', '2022-01-01', '本公司设置：聊天内容的保存天数，到期删除', 'own');
