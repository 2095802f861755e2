-- Where a relation began anew (deleted, then added again), how it had begun: when, by which way, with which channel code.
alter table follows
  add column first_at timestamptz,
  add column first_way integer,
  add column first_state text;

create view told_follows as
select id, customer_id, account_id, member_id, coalesce(add_way, 0) as way, coalesce(state, '') as code, followed_at, ended_at,
  coalesce(ended_by, '') as ended_by, coalesce(first_at, followed_at) as first_at,
  coalesce(case when first_at is null then add_way else first_way end, 0) as first_way,
  coalesce(case when first_at is null then state else first_state end, '') as first_code
from follows;

-- A tier can also be lost: nobody scores who has not bought, or who refuses to be profiled.
alter table tier_transitions
  alter column to_tier drop not null,
  drop constraint tier_transitions_cause_check,
  add constraint tier_transitions_cause_check
    check (cause in ('computed', 'override', 'override_ended', 'profiling_refused'));

create index consents_about_profiling on consents (customer_id) where purpose = 'profiling' and not given;

-- Whether a person refuses automated profiling (PIPL art. 24): the newest word on a channel, unless one on all is newer.
create function refuses_profiling(wanted bigint) returns boolean language sql stable as $$
  with latest as (
    select distinct on (k.channel) k.channel, k.given, k.at, k.id
    from consents k join customers c on c.id = k.customer_id
    where c.person_id = wanted and k.purpose = 'profiling'
    order by k.channel, k.at desc, k.id desc
  )
  select exists (
    select 1 from latest l left join latest a on a.channel = 'all'
    where not l.given and (a.channel is null or a.channel = l.channel or (l.at, l.id) > (a.at, a.id))
  )
$$;

create view profiling_refused as
select person_id from (
  select distinct c.person_id from consents k join customers c on c.id = k.customer_id
  where k.purpose = 'profiling' and not k.given
) said where refuses_profiling(person_id);

-- Who could be contacted at the end of each day, and why the others could not. account_id 0: on any account.
-- reach_states says how everybody stood when the last finished day ended; reach_changes who has stood otherwise since.
create table reach_days (
  day        date not null,
  account_id bigint not null,
  people     integer not null,
  reachable  integer not null,
  -- the day it is compared with; null for the first
  before     date,
  at         timestamptz not null,
  primary key (day, account_id)
);
create table reach_states (
  account_id bigint not null,
  person_id  bigint not null,
  state      text not null,
  primary key (account_id, person_id)
);
create table reach_changes (
  day        date not null,
  account_id bigint not null,
  person_id  bigint not null,
  was        text not null,
  becomes    text not null,
  -- set where somebody came among those who can be contacted, or left them
  cause      text,
  primary key (day, account_id, person_id)
);
create index reach_changes_by_cause on reach_changes (day, account_id, cause, person_id) where cause is not null;
create index reach_changes_by_person on reach_changes (person_id);
create index reach_states_by_person on reach_states (person_id);

-- Where ClickHouse puts who stands otherwise than before; '' is not there.
create unlogged table reach_incoming (
  account_id bigint not null,
  person_id  bigint not null,
  was        text not null,
  becomes    text not null
);
