-- Stage 2: when each customer is due again, what was promised to them, and how much they look at the price.

-- Something a member said they would do for a customer, and by when. It is open until somebody says whether it was kept.
create table promises (
  id          bigint generated always as identity primary key,
  customer_id bigint not null references customers,
  text        text not null,
  due_day     date not null,
  state       text not null default 'open' check (state in ('open', 'kept', 'broken')),
  member_id   bigint references members,
  made_by     text not null,
  made_at     timestamptz not null,
  settled_by  text,
  settled_at  timestamptz,
  check ((state = 'open') = (settled_at is null))
);
create index promises_by_customer on promises (customer_id, id desc);
create index promises_open on promises (due_day) where state = 'open';

-- Whose own rhythm says that they are due, and who is to be talked to by a day somebody set: few among all.
create index customer_facts_due on customer_facts (at) where key = 'rhythm.due';
create index customers_by_follow_up on customers (next_follow_up) where next_follow_up is not null;
create index events_of_follow_ups on events (customer_id, at desc) where type = 'follow_up.done';

-- Where ClickHouse puts the rhythms it has computed, before they are compared with what is known.
create unlogged table cadence_scores (
  person_id bigint not null,
  days      double precision not null,
  last_day  date not null
);

-- The same for how much a price decides: shares of 1, the score 0 to 100.
create unlogged table price_scores (
  person_id  bigint not null,
  score      smallint not null,
  discounted double precision not null,
  depth      double precision not null,
  drift      double precision not null
);
