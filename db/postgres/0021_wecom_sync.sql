-- What WeCom was last known to say of a tag on a relation, read or pushed. What differs from it was done by a member;
-- what it says alike and the person no longer carries was taken off here, and does not come back.
create table follow_tags (
  follow_id   bigint not null references follows on delete cascade,
  account_id  bigint not null,
  external_id text not null,
  -- the tag it stood for then
  tag_id      bigint not null references tags,
  carried     boolean not null,
  -- when the relation had begun of which this was said: one begun anew starts with nothing
  since       timestamptz not null,
  -- a reading that began before then says nothing of this tag any more
  at          timestamptz not null,
  primary key (follow_id, external_id),
  foreign key (account_id, external_id) references tag_accounts on delete cascade
);
create index follow_tags_by_tag on follow_tags (account_id, external_id);

-- Relations WeCom is to be told of: one row a pair, so that nobody tells it two things at once (45035).
create table follow_pushes (
  follow_id   bigint primary key references follows on delete cascade,
  account_id  bigint not null references channel_accounts,
  -- null: the remark stays as it is
  remark      text,
  -- changes with each word that is added, so that what came while WeCom was being told stays
  rev         bigint generated always as identity,
  attempts    integer not null default 0,
  -- when it is tried; whoever takes it moves this on, so it is a lease as well
  try_at      timestamptz not null,
  failure     jsonb,
  given_up_at timestamptz
);
create index follow_pushes_due on follow_pushes (account_id, try_at) where given_up_at is null;
create table tag_pushes (
  follow_id   bigint not null references follow_pushes on delete cascade,
  account_id  bigint not null,
  external_id text not null,
  carried     boolean not null,
  primary key (follow_id, external_id),
  foreign key (account_id, external_id) references tag_accounts on delete cascade
);
create index tag_pushes_by_tag on tag_pushes (account_id, external_id);

-- Tags of Siyu that are to become corp tags (企业标签).
create table corp_tag_orders (
  account_id bigint not null references channel_accounts,
  tag_id     bigint not null references tags,
  asked_at   timestamptz not null,
  actor      text not null,
  attempts   integer not null default 0,
  try_at     timestamptz not null,
  failure    jsonb,
  given_up_at timestamptz,
  primary key (account_id, tag_id)
);

-- Customer groups (客户群) and who is, or was, in them.
create table customer_groups (
  id           bigint generated always as identity primary key,
  account_id   bigint not null references channel_accounts,
  chat_id      text not null,
  name         text not null default '',
  owner_id     text not null default '',
  notice       text not null default '',
  state        text not null default 'normal' check (state in ('normal', 'owner_left', 'inheriting', 'inherited', 'dismissed')),
  created_at   timestamptz not null,
  dismissed_at timestamptz,
  -- WeCom's member_version of what was taken in
  version      text,
  synced_at    timestamptz not null,
  unique (account_id, chat_id)
);
create table group_members (
  id          bigint generated always as identity primary key,
  group_id    bigint not null references customer_groups,
  -- userid of a member, external_userid of a customer
  key         text not null,
  member_id   bigint references members,
  customer_id bigint references customers,
  is_member   boolean not null,
  came_by     text check (came_by in ('invitation', 'link', 'code')),
  state       text,
  invitor     text,
  joined_at   timestamptz not null,
  left_at     timestamptz,
  left_by     text check (left_by in ('self', 'removed', 'dismissed')),
  unique (group_id, key, joined_at)
);
create index group_members_inside on group_members (group_id, key) where left_at is null;
create index group_members_by_customer on group_members (customer_id) where customer_id is not null;

-- Each comparison of an account with its platform, and what it found that no event had told.
create table sync_runs (
  id          bigint generated always as identity primary key,
  account_id  bigint not null references channel_accounts,
  started_at  timestamptz not null,
  finished_at timestamptz,
  state       text not null default 'running' check (state in ('running', 'done', 'failed')),
  read        jsonb not null default '{}',
  found       jsonb not null default '{}',
  failure     jsonb
);
create index sync_runs_by_account on sync_runs (account_id, id desc);
