-- Products: how each of them does, over several periods. Worked out by night in ClickHouse and PostgreSQL between them.

-- What ClickHouse puts down, before it becomes the figures; a run empties it first.
-- days: the last so many; 0 is all of the time. fresh: buyers whose first order of all had it in it. returned: orders of
-- which it went back. cohort: buyers whose first purchase is old enough to say whether they came back for it; repeated:
-- those who did.
create unlogged table product_scores (
  product_id bigint not null,
  days       integer not null,
  orders     bigint not null,
  pieces     bigint not null,
  buyers     bigint not null,
  fresh      bigint not null,
  amount     bigint not null,
  refunded   bigint not null,
  returned   bigint not null,
  cohort     bigint not null,
  repeated   bigint not null
);

-- complaints: orders with a refund whose reason blames the product.
create table product_figures (
  like product_scores,
  complaints bigint not null,
  primary key (product_id, days)
);

-- What refunds of a product were about, and the word of the dictionary that said so; never the reason itself.
create table product_topics (
  product_id bigint not null,
  days       integer not null,
  topic      text not null,
  word       text not null,
  refunds    bigint not null,
  primary key (product_id, days, topic, word)
);

-- What the figures of a year suggest: a role with its reason, and whether marketing cannot mend the product.
create table product_verdicts (
  product_id bigint primary key,
  suggestion text check (suggestion in ('traffic', 'profit', 'benefit', 'ip')),
  reasons    jsonb not null default '[]',
  unmendable boolean not null default false
);

create table product_runs (
  id bigint generated always as identity primary key,
  at timestamptz not null
);

-- Which item of an order went back, where the refund names it.
create view product_refunds as
select r.order_id, p.id as product_id, sum(r.amount)::bigint as amount
from refunds r join products p on p.account_id = r.account_id and p.external_id = r.item_key
where r.status = 'done' and r.order_id is not null
group by r.order_id, p.id;

-- Tags: whose they are, what they mean, how long they hold; groups of which somebody carries one only.
alter table tag_groups add column exclusive boolean not null default false;
alter table tags drop column owner;
alter table tags add column owner_member_id bigint references members;
alter table tags add column meaning text;
-- Who is given it from now on loses it after so many days.
alter table tags add column valid_days integer check (valid_days between 1 and 3650);
-- Given again by somebody who knows: the tag is as fresh as on the first day.
alter table customer_tags add column confirmed_at timestamptz;

-- Two tags that a member said nobody can carry both of.
create table tag_conflicts (
  tag_a      bigint not null references tags,
  tag_b      bigint not null references tags,
  created_by text not null,
  created_at timestamptz not null,
  primary key (tag_a, tag_b),
  check (tag_a < tag_b)
);

-- What the last check of all tags found; each check writes it anew.
create table tag_findings (
  kind    text not null check (kind in ('nobody', 'unused', 'contradictory', 'stale', 'expiring', 'alike')),
  tag_ids bigint[] not null,
  people  integer not null default 0,
  data    jsonb not null default '{}',
  primary key (kind, tag_ids)
);
create table tag_checks (
  id   bigint generated always as identity primary key,
  at   timestamptz not null,
  tags integer not null
);

-- A tag that became another, and who carried it how: what takes it back.
create table tag_merges (
  id        bigint generated always as identity primary key,
  from_tag  bigint not null references tags,
  into_tag  bigint not null references tags,
  people    integer not null,
  -- The corp tags that stood for it, and stand for the other since.
  links     jsonb not null default '[]',
  at        timestamptz not null,
  actor     text not null,
  undone_at timestamptz
);
create table tag_merge_people (
  merge_id     bigint not null references tag_merges on delete cascade,
  customer_id  bigint not null references customers,
  source       text not null,
  reason       text,
  actor        text not null,
  added_at     timestamptz not null,
  expires_at   timestamptz,
  confirmed_at timestamptz,
  import_id    bigint,
  had_both     boolean not null,
  primary key (merge_id, customer_id)
);
create index tag_merge_people_by_customer on tag_merge_people (customer_id);
