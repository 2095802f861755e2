-- Products in WeCom's album (商品图册). `wanted` is what WeCom should know of one, `told` what it was last told; archived, it
-- should be gone there. Of a product of the shop its price can be followed.
create table album_items (
  id            bigint generated always as identity primary key,
  account_id    bigint not null references channel_accounts,
  product_id    bigint references products on delete set null,
  product_sn    text not null,
  description   text not null,
  price         bigint not null check (price >= 0),
  follows_price boolean not null default false,
  file_ids      bigint[] not null check (cardinality(file_ids) > 0),
  wanted        jsonb not null,
  told          jsonb,
  -- WeCom's own id (product_id there).
  item_id       text,
  -- Asked for, and the answer was lost: look for the number it was asked with in the album before asking again.
  asked_at      timestamptz,
  asked_sn      text,
  failure       jsonb,
  tries         integer not null default 0,
  next_try      timestamptz not null,
  -- What somebody has made of it at WeCom, as the last comparison found; {"gone": true}: deleted there. Until somebody
  -- says what is to be, WeCom is told nothing of it.
  found         jsonb,
  found_at      timestamptz,
  created_by    text not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  archived_at   timestamptz,
  unique (account_id, item_id)
);
create unique index album_items_by_number on album_items (account_id, product_sn)
  where product_sn <> '' and (archived_at is null or told is distinct from wanted);
create index album_items_by_product on album_items (product_id) where product_id is not null;
create index album_items_to_tell on album_items (next_try) where told is distinct from wanted and found is null;

-- How the last comparison with an account's album went, and what is in it that Siyu did not put there.
create table album_checks (
  account_id bigint primary key references channel_accounts,
  checked_at timestamptz,
  items      integer not null default 0,
  others     jsonb not null default '[]',
  failure    jsonb
);

insert into rule_facts (name, value, effective_from, source, confidence) values
  ('wecom.album.description', '{"max": 300}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/95096 据公开抄本', 'reported'),
  ('wecom.album.price', '{"max": 50000}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/95096 据公开抄本', 'reported'),
  ('wecom.album.number', '{"max": 128}', '2023-01-01', 'developer.work.weixin.qq.com/document/path/95096 据公开抄本', 'reported');

-- Acquisition links: departments of WeCom beside members, each as it was called when it was chosen: [{"id", "name"}]. WeCom
-- knows who is in them.
alter table acquisition_links add column departments jsonb not null default '[]';

-- In which departments of WeCom a member is, those above them included: codes lead to departments by it.
alter table member_accounts add column department_ids bigint[] not null default '{}';
