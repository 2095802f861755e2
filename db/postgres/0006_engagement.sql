-- Stage 5: talk with them.

create table broadcasts (
  id               bigint generated always as identity primary key,
  name             text not null,
  channel          text not null check (channel in ('wecom', 'hand')),
  account_id       bigint references channel_accounts,
  segment_id       bigint references segments,
  rule             jsonb not null,
  message          jsonb not null,
  purpose          text not null default 'marketing' check (purpose in ('marketing', 'service')),
  topic            text,
  holdout_percent  integer not null default 0 check (holdout_percent between 0 and 50),
  seed             integer not null,
  attribution_days integer not null default 7 check (attribution_days between 1 and 60),
  status           text not null default 'draft' check (status in ('draft', 'scheduled', 'planning', 'sending', 'sent', 'cancelled')),
  scheduled_at     timestamptz,
  slot             timestamptz,
  audience_at      timestamptz,
  planned_at       timestamptz,
  finished_at      timestamptz,
  failure          text,
  created_by       text not null,
  created_at       timestamptz not null,
  updated_at       timestamptz not null
);
create index broadcasts_by_status on broadcasts (status, id desc);

-- One task for one member to send one text to some of their customers. It is written down as 'calling' before the
-- platform is called; what was calling when a process died is looked up at the platform before anything else.
create table send_tasks (
  id           bigint generated always as identity primary key,
  broadcast_id bigint not null references broadcasts,
  account_id   bigint references channel_accounts,
  member_id    bigint not null references members,
  sender       text,
  message      jsonb not null,
  people       integer not null,
  state        text not null default 'recorded' check (state in ('recorded', 'calling', 'created', 'failed', 'cancelled')),
  attempts     integer not null default 0,
  called_at    timestamptz,
  lease_until  timestamptz,
  external_id  text,
  created_at   timestamptz not null,
  confirmed_at timestamptz,
  synced_at    timestamptz,
  settled_at   timestamptz,
  reminded_at  timestamptz[] not null default '{}',
  failure      text,
  unique (account_id, external_id)
);
create index send_tasks_by_broadcast on send_tasks (broadcast_id, state);
create index send_tasks_open on send_tasks (synced_at) where state = 'created' and settled_at is null;
create index send_tasks_by_member on send_tasks (member_id, state);

-- Everybody the broadcast was meant for, and what became of each.
create table broadcast_people (
  broadcast_id bigint not null references broadcasts,
  customer_id  bigint not null references customers,
  state        text not null default 'audience' check (state in ('audience', 'held_out', 'withheld', 'planned', 'task_created', 'delivered', 'failed', 'cancelled')),
  reason       text,
  reason_facts jsonb,
  member_id    bigint references members,
  recipient    text,
  contact_id   bigint references contacts,
  task_id      bigint references send_tasks,
  delivered_at timestamptz,
  answered_at  timestamptz,
  ordered_at   timestamptz,
  orders       integer not null default 0,
  paid         bigint not null default 0,
  primary key (broadcast_id, customer_id)
);
create index broadcast_people_by_state on broadcast_people (broadcast_id, state, customer_id);
create index broadcast_people_by_task on broadcast_people (task_id) where task_id is not null;
create index broadcast_people_by_customer on broadcast_people (customer_id, broadcast_id desc);
