-- Stage 2: what customers are expected to bring.

-- Each training, also one that was refused; the last row is what holds. Parameters are those of the published models
-- (src/2-segmentation/lifetime-value/prediction): time in weeks, money in yuan.
create table prediction_models (
  id            bigint generated always as identity primary key,
  outcome       text not null check (outcome in ('fitted', 'too_few_repeat_buyers', 'too_short', 'no_fit')),
  people        bigint not null,
  repeat_buyers bigint not null,
  days          integer not null,
  until         date not null,
  purchases     jsonb,
  spend         jsonb,
  holdout       jsonb,
  -- of a year, as a share: 0.1 makes 100 yuan in a year's time worth 100 / 1.1 today
  discount      double precision not null,
  trained_at    timestamptz not null,
  actor         text not null,
  check (outcome <> 'fitted' or (purchases is not null and spend is not null))
);

-- What the model says of each history that occurs, and then of each person, before it is compared with what is known.
create unlogged table prediction_rows (
  repeats   integer not null,
  last      integer not null,
  age       integer not null,
  orders    double precision not null,
  worth     double precision not null,
  alive     double precision not null,
  next_days integer
);
create unlogged table prediction_scores (
  person_id bigint not null,
  value     bigint not null,
  orders    double precision not null,
  alive     double precision not null,
  next_days integer
);
