-- Who added and follows whom, on which account, by what way and from when till when: what rules ask about staff and channels.

create table if not exists follows (
  customer_id UInt32,
  id          UInt32,
  account_id  UInt32,
  member_id   UInt32,
  way         Int32,
  code        String,
  followed_at DateTime64(3, 'Asia/Shanghai'),
  ended_at    Nullable(DateTime64(3, 'Asia/Shanghai')),
  ended_by    LowCardinality(String),
  first_at    DateTime64(3, 'Asia/Shanghai'),
  first_way   Int32,
  first_code  String,
  version     UInt64,
  deleted     UInt8
) engine = ReplacingMergeTree(version, deleted) order by (customer_id, id);

alter table customers add column if not exists owner Array(UInt32) after members;
alter table customers add column if not exists known_on Array(UInt32) after shops;
