-- Entries of every kind: besides who adds a member by a code or link, who follows an official account or joins a group by
-- a code, whose first order comes from a shop that belongs to a touchpoint, and who calls.
alter table entries
  add column kind text not null default 'add' check (kind in ('add', 'follow', 'join', 'order', 'call')),
  -- The stay in the group, the follower, the order: each is one entry.
  add column source_id bigint,
  -- Of a call: what it was about, and who wrote it down.
  add column note text not null default '',
  add column noted_by text,
  alter column account_id drop not null,
  alter column member_id drop not null,
  drop constraint entries_by_one;
alter table entries add constraint entries_by_one check (case kind
  when 'add' then num_nonnulls(code_id, link_id) = 1 and member_id is not null and account_id is not null
  when 'follow' then code_id is not null and source_id is not null and account_id is not null
  when 'join' then code_id is not null and source_id is not null and account_id is not null
  when 'order' then source_id is not null and account_id is not null
  else noted_by is not null end);
create unique index entries_by_source on entries (kind, source_id, at) where source_id is not null;

-- Whose shops (and, within a shop, which source of its orders) belong to a touchpoint: somebody's first paid order there
-- is their entry. An empty source is every order of the shop that no other touchpoint names more exactly.
create table touchpoint_order_sources (
  touchpoint_id bigint not null references touchpoints,
  account_id    bigint not null references channel_accounts,
  source        text not null default '',
  primary key (account_id, source)
);
create index touchpoint_order_sources_by_touchpoint on touchpoint_order_sources (touchpoint_id);

insert into rule_facts (name, value, effective_from, source, confidence) values
  -- A shop's Wi-Fi and a carrier's NAT are one address for many people: well above what they open in a minute.
  ('live_codes.openings.minute', '{"max": 300}', '2023-01-01', '本公司设置：同一网络地址每分钟打开活码链接的次数，防止刷量', 'own'),
  ('wecom.group.people', '{"max": 500}', '2023-01-01', '企业微信客户群人数上限，据公开摘要', 'reported');

-- Codes of shops (门店码): many made at once, one for each clerk of each shop or one for the shop, for tables, receipts and
-- packages. Each shop of a set is a touchpoint of its own, so that its people count once.
create table code_sets (
  id          bigint generated always as identity primary key,
  account_id  bigint not null references channel_accounts,
  name        text not null,
  place       text not null check (place in ('table', 'receipt', 'package', 'counter')),
  created_by  text not null,
  created_at  timestamptz not null,
  archived_at timestamptz
);
alter table live_codes
  add column set_id bigint references code_sets,
  add column store text not null default '',
  -- Whose card it is; null: the shop's.
  add column clerk_id bigint references members;
create index live_codes_by_set on live_codes (set_id) where set_id is not null;

-- A receipt's code carries its order number, which anybody can write: whoever adds soon after by the same way may be its
-- buyer, and a member decides. `open`: nobody has added yet; `unclear`: several could be meant; `known`: it was theirs.
create table receipt_scans (
  id          bigint generated always as identity primary key,
  code_id     bigint not null references live_codes,
  member_id   bigint not null references members,
  visitor     bytea not null,
  order_no    text not null,
  at          timestamptz not null,
  state       text not null default 'open' check (state in ('open', 'suggested', 'known', 'unclear')),
  customer_id bigint references customers,
  settled_at  timestamptz,
  unique (code_id, visitor, order_no)
);
create index receipt_scans_open on receipt_scans (code_id, member_id, at) where state = 'open';
create index receipt_scans_by_time on receipt_scans (at desc);
create index receipt_scans_by_customer on receipt_scans (customer_id) where customer_id is not null;

insert into rule_facts (name, value, effective_from, source, confidence) values
  ('receipt.join.minutes', '{"max": 10}', '2023-01-01', '本公司设置：扫小票码后多久内添加成员，算可能是这张订单的客户', 'own');

-- Acquisition links: whom customers are led to first who have a member already (priority_option).
alter table acquisition_links
  add column priority text not null default 'none' check (priority in ('none', 'corp', 'members')),
  add column priority_ids bigint[] not null default '{}';

-- A member whom the directory of WeCom made, and who is somebody with a login here: who signs in as the one is the other.
alter table members add column same_as bigint references members, add constraint members_not_themselves check (same_as <> id);
create index members_same_as on members (same_as) where same_as is not null;
