-- Moments (客户朋友圈): planned here and published by members in their own clients, or posted by a member themselves.
create table moments (
  id           bigint generated always as identity primary key,
  account_id   bigint not null references channel_accounts,
  -- Posted by this member without being asked; null: the company's.
  member_id    bigint references members,
  -- What it gives or asks for; null where nobody here said so.
  kind         text check (kind in ('life', 'knowledge', 'benefit', 'product')),
  text         text not null default '',
  attachments  jsonb not null default '[]',
  -- Who is to publish it, and for whom; nothing named: every member, for all of their customers.
  member_ids   bigint[] not null default '{}',
  team_ids     bigint[] not null default '{}',
  tag_ids      bigint[] not null default '{}',
  status       text not null default 'draft' check (status in ('draft', 'scheduled', 'asking', 'open', 'cancelled', 'failed')),
  scheduled_at timestamptz,
  -- The call that asks the platform for it: written down before it is made. While its end is unknown, or a job of the
  -- platform's runs, nobody asks again before `lease_until`.
  called_at    timestamptz,
  lease_until  timestamptz,
  attempts     integer not null default 0,
  job_id       text,
  moment_id    text,
  -- What the platform would not take of the range.
  left_out     jsonb,
  failure      jsonb,
  posted_at    timestamptz,
  cancelled_at timestamptz,
  synced_at    timestamptz,
  next_sync    timestamptz,
  created_by   text not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  unique (account_id, moment_id)
);
create index moments_by_status on moments (status, scheduled_at);
create index moments_by_day on moments (account_id, coalesce(posted_at, scheduled_at));
create index moments_to_sync on moments (next_sync) where next_sync is not null;

-- A member's part: for how many it was, in how many feeds it lies.
create table moment_members (
  moment_id    bigint not null references moments,
  member_id    bigint not null references members,
  planned_at   timestamptz,
  -- When it was first seen to be published; the platform tells no instant.
  published_at timestamptz,
  primary key (moment_id, member_id)
);
create index moment_members_by_member on moment_members (member_id);

-- For whom a member was to publish it; `shown_at`: first seen to lie in their feed. Whether they looked nobody tells.
create table moment_people (
  moment_id   bigint not null references moments,
  member_id   bigint not null references members,
  customer_id bigint not null references customers,
  shown_at    timestamptz,
  primary key (moment_id, member_id, customer_id)
);
create index moment_people_by_customer on moment_people (customer_id);

-- Likes and comments of customers; what a comment says the platform does not tell.
create table moment_reactions (
  moment_id   bigint not null references moments,
  member_id   bigint not null references members,
  customer_id bigint not null references customers,
  kind        text not null check (kind in ('like', 'comment')),
  at          timestamptz not null,
  primary key (moment_id, member_id, customer_id, kind, at)
);
create index moment_reactions_by_customer on moment_reactions (customer_id);

insert into rule_facts (name, value, effective_from, source, confidence) values
  ('wecom.moments.person.day', '{"max": 3}', '2023-01-01', '第三方资料：一位客户每天最多看到企业成员的 3 条朋友圈', 'reported'),
  ('wecom.moments.month', '{"max": 100000}', '2023-01-01', '第三方资料：企业每月最多创建 10 万条客户朋友圈', 'reported'),
  ('moments.product.row', '{"max": 2}', '2023-01-01', '本公司设置：产品内容连续不超过几条', 'own');
