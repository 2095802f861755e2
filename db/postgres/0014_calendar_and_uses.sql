-- Days that shops prepare for: the festival's own day (of 春节 the first of the first month), not the days off around
-- it; those of the lunar calendar are dated here, so that a rule and a person need no almanac. Each day says where it comes from.
create table calendar_days (
  holiday text not null,
  day     date not null,
  source  text not null,
  primary key (holiday, day)
);
insert into calendar_days (holiday, day, source)
select holiday, day::date, source from (values
  ('new_year', '01-01', '全国年节及纪念日放假办法（国务院令第795号）'),
  ('labour_day', '05-01', '全国年节及纪念日放假办法（国务院令第795号）'),
  ('national_day', '10-01', '全国年节及纪念日放假办法（国务院令第795号）'),
  ('valentines', '02-14', '2 月 14 日'),
  ('womens_day', '03-08', '全国年节及纪念日放假办法（国务院令第795号）'),
  ('childrens_day', '06-01', '全国年节及纪念日放假办法（国务院令第795号）'),
  ('shopping_618', '06-18', '各电商平台年中大促，6 月 18 日'),
  ('double_11', '11-11', '各电商平台大促，11 月 11 日'),
  ('double_12', '12-12', '各电商平台大促，12 月 12 日'),
  ('christmas', '12-25', '12 月 25 日')
) fixed (holiday, month_day, source), generate_series(2026, 2030) year, lateral (select year || '-' || month_day as day) d;
insert into calendar_days (holiday, day, source)
select holiday, unnest(days)::date, source from (values
  ('spring_festival', array['2026-02-17', '2027-02-06', '2028-01-26'], '农历正月初一；全国年节及纪念日放假办法（国务院令第795号）'),
  ('qingming', array['2026-04-05', '2027-04-05', '2028-04-04'], '清明节气；全国年节及纪念日放假办法（国务院令第795号）'),
  ('dragon_boat', array['2026-06-19', '2027-06-09', '2028-05-28'], '农历五月初五；全国年节及纪念日放假办法（国务院令第795号）'),
  ('qixi', array['2026-08-19', '2027-08-08', '2028-08-26'], '农历七月初七'),
  ('mid_autumn', array['2026-09-25', '2027-09-15', '2028-10-03'], '农历八月十五；全国年节及纪念日放假办法（国务院令第795号）'),
  ('mothers_day', array['2026-05-10', '2027-05-09', '2028-05-14'], '五月第二个星期日')
) lunar (holiday, days, source);

-- What was made with a segment, written by the stage that made it: segments cannot look forward.
create table segment_uses (
  segment_id bigint not null references segments,
  kind       text not null,
  use_id     bigint not null,
  name       text not null,
  used_at    timestamptz not null,
  primary key (segment_id, kind, use_id)
);
create index segment_uses_by_use on segment_uses (kind, use_id);
insert into segment_uses (segment_id, kind, use_id, name, used_at)
select segment_id, 'broadcast', id, name, created_at from broadcasts where segment_id is not null;
