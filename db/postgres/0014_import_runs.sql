-- Import: lines of one order that follow each other are put together while they are read, and what was bought lies in a
-- narrow table of its own. Half a million lines of Online Retail are 32,000 runs, so that making orders costs little.

drop table import_lines;
create unlogged table import_lines (
  import_id      bigint not null,
  row_no         integer not null,
  run            integer not null,
  kind           text not null,
  order_no       text,
  ordered_at     timestamptz,
  paid_at        timestamptz,
  completed_at   timestamptz,
  payment        text,
  fulfilment     smallint,
  refund         text,
  status_text    text,
  per_line       boolean,
  goods          bigint,
  freight        bigint,
  discount       bigint,
  paid           bigint,
  refunded       bigint,
  quantity       integer,
  buyer          text,
  buyer_name     text,
  buyer_phone    text,
  receiver_name  text,
  receiver_phone text,
  province       text,
  city           text,
  member_name    text,
  source         text,
  currency       text,
  -- of the items of the run, in import_items
  items          integer not null default 0,
  item_goods     bigint,
  item_amount    bigint,
  item_refunded  bigint,
  item_quantity  bigint,
  items_hash     text,
  detail         jsonb
);
create index import_lines_by_order on import_lines (import_id, order_no);

-- What was bought, once for each way in which the file writes it; and how many of it, in which run.
create unlogged table import_products (
  import_id bigint not null,
  product   integer not null,
  key       text not null,
  name      text not null,
  sku       text,
  price     bigint not null
);
create index import_products_by_import on import_products (import_id, product);

create unlogged table import_items (
  import_id bigint not null,
  run       integer not null,
  line      integer not null,
  product   integer not null,
  quantity  integer not null,
  price     bigint not null,
  amount    bigint not null,
  refunded  bigint not null
);
create index import_items_by_run on import_items (import_id, run);
-- Enough to tell that a run is a handful of rows.
alter table import_items alter import_id set statistics 10, alter run set statistics 10;

-- Nobody asks PostgreSQL who bought a product (ClickHouse answers that), and half a million items are written faster.
drop index order_items_by_product;
