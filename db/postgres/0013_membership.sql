-- Who is in which segment, kept up to date. Bit i of a chunk's bits (the lowest bit of a byte first) is the person
-- chunk * 32768 + i; a chunk without anybody has no row. A million people in a segment are 31 rows of 4 KB.
create table segment_members (
  segment_id bigint not null references segments,
  chunk      integer not null,
  people     integer not null check (people > 0),
  bits       bytea not null check (length(bits) = 4096),
  primary key (segment_id, chunk)
);
alter table segment_members alter column bits set storage main;

-- The version whose people stand in segment_members, and since when.
create table segment_fills (
  segment_id bigint primary key references segments,
  version    integer not null,
  filled_at  timestamptz not null
);

-- What a day did to a segment. leaves: how many people each condition named when the day began.
create table segment_days (
  segment_id bigint not null references segments,
  day        date not null,
  version    integer not null,
  people     integer not null,
  entered    integer not null default 0,
  leaving    integer not null default 0,
  leaves     integer[] not null default '{}',
  primary key (segment_id, day)
);

-- The nightly counting anew beside what is kept: a difference is a fault of ours, told and mended.
create table segment_checks (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  segments    integer not null,
  people      bigint not null,
  differences jsonb not null
);

-- Bits are read by index where one person's segments are wanted.
create function has_bit(bits bytea, person bigint) returns boolean language sql immutable as $$
  select get_bit(bits, (person & 32767)::integer) = 1
$$;
