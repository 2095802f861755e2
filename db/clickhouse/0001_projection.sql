-- The analytics projection: everything here can be dropped and rebuilt from PostgreSQL (siyu rebuild analytics).
-- Facts keep the profile they came to (customer_id); person_map says which person that profile belongs to now.

create table if not exists customers (
  person_id      UInt32,
  name           String,
  initials       String,
  gender         UInt8,
  birthday       Nullable(Date32),
  province       LowCardinality(String),
  city           LowCardinality(String),
  source         LowCardinality(String),
  next_follow_up Nullable(Date32),
  created_at     DateTime64(3, 'Asia/Shanghai'),
  minor          Bool,
  members        Array(UInt32),
  accounts       Array(UInt32),
  followed_at    Nullable(DateTime64(3, 'Asia/Shanghai')),
  tags           Array(UInt32),
  shops          Array(UInt32),
  has_phone      Bool,
  orders         UInt32,
  paid           Int64,
  refunded       Int64,
  first_order_at Nullable(DateTime64(3, 'Asia/Shanghai')),
  last_order_at  Nullable(DateTime64(3, 'Asia/Shanghai')),
  order_at       Array(DateTime64(3, 'Asia/Shanghai')),
  order_account  Array(UInt32),
  order_paid     Array(Int64),
  order_refunded Array(Int64),
  order_discount Array(Int64),
  order_quantity Array(Int32),
  order_refund   Array(LowCardinality(String)),
  suppressed     Array(LowCardinality(String)),
  refused        Array(LowCardinality(String)),
  tier           LowCardinality(String),
  r              UInt8,
  f              UInt8,
  m              UInt8,
  value          Int64,
  version        UInt64,
  deleted        UInt8
) engine = ReplacingMergeTree(version, deleted) order by person_id;

create table if not exists person_map (
  customer_id UInt32,
  person_id   UInt32,
  version     UInt64
) engine = ReplacingMergeTree(version) order by customer_id;

create table if not exists customer_facts (
  key         LowCardinality(String),
  customer_id UInt32,
  num         Nullable(Float64),
  str         Nullable(String),
  at          Nullable(DateTime64(3, 'Asia/Shanghai')),
  version     UInt64,
  deleted     UInt8
) engine = ReplacingMergeTree(version, deleted) order by (key, customer_id);

create table if not exists orders (
  customer_id UInt32,
  id          UInt32,
  account_id  UInt32,
  payment     LowCardinality(String),
  fulfilment  LowCardinality(String),
  refund      LowCardinality(String),
  currency    LowCardinality(String),
  goods       Int64,
  freight     Int64,
  discount    Int64,
  paid        Int64,
  refunded    Int64,
  quantity    Int32,
  ordered_at  DateTime64(3, 'Asia/Shanghai'),
  paid_at     Nullable(DateTime64(3, 'Asia/Shanghai')),
  member_id   UInt32,
  version     UInt64,
  deleted     UInt8
) engine = ReplacingMergeTree(version, deleted) order by (customer_id, id);

create table if not exists order_items (
  customer_id UInt32,
  order_id    UInt32,
  line        UInt32,
  product_id  UInt32,
  name        String,
  quantity    Int32,
  price       Int64,
  amount      Int64,
  refunded    Int64,
  payment     LowCardinality(String),
  ordered_at  DateTime64(3, 'Asia/Shanghai'),
  version     UInt64,
  deleted     UInt8
) engine = ReplacingMergeTree(version, deleted) order by (customer_id, order_id, line);

create table if not exists contacts (
  customer_id UInt32,
  id          UInt64,
  channel     LowCardinality(String),
  purpose     LowCardinality(String),
  topic       LowCardinality(String),
  member_id   UInt32,
  slot        DateTime64(3, 'Asia/Shanghai'),
  state       LowCardinality(String),
  version     UInt64,
  deleted     UInt8
) engine = ReplacingMergeTree(version, deleted) order by (customer_id, id);

-- By month: a question about the last thirty days reads two of them.
create table if not exists events (
  type        LowCardinality(String),
  customer_id UInt32,
  at          DateTime64(3, 'Asia/Shanghai'),
  xid         UInt64,
  seq         UInt64,
  account_id  UInt32,
  actor       LowCardinality(String),
  data        JSON
) engine = MergeTree partition by toYYYYMM(at) order by (type, customer_id, at, seq);
