-- Posters, and the variants of a live code by which they are told apart.

-- A poster: its design is layers (3-brand/posters/contract.ts); pictures in it are files.
create table posters (
  id          bigint generated always as identity primary key,
  name        text not null,
  -- Of the design too, because lists show it and search it.
  hook        text not null default '',
  design      jsonb not null,
  version     integer not null default 1,
  created_by  text not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  -- Put away, never deleted: it hangs somewhere, and codes may still show it.
  archived_at timestamptz
);

-- A code's poster and hook, beside others that are tried against it. `mark` stands in its address (/c/<slug>?p=<mark>)
-- and in the states of its own ways, so that who adds by it is known for certain.
create table code_variants (
  id          bigint generated always as identity primary key,
  code_id     bigint not null references live_codes,
  poster_id   bigint not null references posters,
  mark        text not null check (mark ~ '^[a-z]$'),
  -- Instead of the poster's own; empty: that.
  hook        text not null default '',
  -- How many were printed or shown, where somebody said so.
  put_out     integer,
  created_by  text not null,
  created_at  timestamptz not null,
  archived_at timestamptz,
  unique (code_id, mark)
);

alter table code_ways add column variant_id bigint references code_variants;
alter table code_scans add column variant_id bigint references code_variants;
alter table entries add column variant_id bigint references code_variants;
create index code_scans_by_variant on code_scans (variant_id, at desc) where variant_id is not null;
create index entries_by_variant on entries (variant_id, at desc) where variant_id is not null;
