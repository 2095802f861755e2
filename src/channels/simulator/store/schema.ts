/** One more with every change of a table below; a table that is new comes by itself, and the world is kept. */
export const SCHEMA_VERSION = 5;

/**
 * Instants (`*_at`, `at`) are milliseconds of the simulator's clock; `createtime` and `create_time` are seconds, as
 * the platform speaks. Lists that nobody searches (`*_json`) are JSON. Userids ignore case, as the platform does.
 */
export const SCHEMA = `
create table if not exists meta (key text primary key, value text not null) without rowid;

create table if not exists corps (
  corpid text primary key, name text not null, wechat_bound integer not null
);

create table if not exists apps (
  corpid text not null, agentid integer not null, name text not null, secret text not null, kind text not null,
  customer_contact integer not null, private_fields integer not null, visible_json text, trusted_ips_json text,
  callback_url text, callback_token text, callback_key text, callback_verified integer not null default 0,
  trusted_domain text, sidebar_url text,
  primary key (corpid, agentid)
) without rowid;
create index if not exists apps_secret on apps (corpid, secret);

create table if not exists tokens (
  token text primary key, corpid text not null, agentid integer not null, expires_at integer not null,
  revoked integer not null default 0
) without rowid;
create index if not exists tokens_app on tokens (corpid, agentid, expires_at);

create table if not exists auth_codes (
  code text primary key, corpid text not null, agentid integer not null, userid text, openid text,
  external_userid text, created_at integer not null, used_at integer
) without rowid;

create table if not exists tickets (
  ticket text primary key, corpid text not null, agentid integer not null, kind text not null,
  expires_at integer not null
) without rowid;
create index if not exists tickets_of on tickets (corpid, agentid, kind, expires_at);

create table if not exists departments (
  corpid text not null, id integer not null, name text not null, name_en text not null, parentid integer not null,
  ord integer not null, leaders_json text not null, primary key (corpid, id)
) without rowid;

create table if not exists members (
  corpid text not null, userid text not null collate nocase, name text not null, alias text not null,
  position text not null, mobile text not null, gender integer not null, email text not null, biz_mail text not null,
  avatar text not null, status integer not null, main_department integer not null, direct_leader text not null,
  customer_contact integer not null, console_welcome integer not null
);
create unique index if not exists members_key on members (corpid, userid);

create table if not exists member_departments (
  corpid text not null, userid text not null collate nocase, department_id integer not null, ord integer not null,
  is_leader integer not null
);
create unique index if not exists member_departments_key on member_departments (corpid, userid, department_id);
create index if not exists member_departments_of on member_departments (corpid, department_id);

create table if not exists customers (
  corpid text not null, external_userid text not null, name text not null, avatar text not null,
  type integer not null, gender integer not null, unionid text, position text, corp_name text, corp_full_name text,
  primary key (corpid, external_userid)
) without rowid;

create table if not exists relations (
  id integer primary key, corpid text not null, userid text not null collate nocase, external_userid text not null,
  remark text not null, description text not null, createtime integer not null, remark_corp_name text not null,
  remark_mobiles_json text not null, add_way integer not null, oper_userid text not null, state text not null,
  channels_json text, personal_tags_json text not null, talked_at integer not null,
  member_deleted integer not null default 0, customer_deleted integer not null default 0,
  muted integer not null default 0, half integer not null default 0
);
create unique index if not exists relations_key on relations (corpid, external_userid, userid);
create index if not exists relations_of_member on relations (corpid, userid, member_deleted);

create table if not exists tag_groups (
  id integer primary key, corpid text not null, group_id text not null, group_name text not null,
  create_time integer not null, ord integer not null, agentid integer, deleted integer not null default 0
);
create unique index if not exists tag_groups_key on tag_groups (corpid, group_id);

create table if not exists tags (
  id integer primary key, corpid text not null, tag_id text not null, group_id text not null, name text not null,
  create_time integer not null, ord integer not null, agentid integer, deleted integer not null default 0
);
create unique index if not exists tags_key on tags (corpid, tag_id);
create index if not exists tags_of_group on tags (corpid, group_id, deleted);

create table if not exists relation_tags (
  relation_id integer not null, tag_id text not null, primary key (relation_id, tag_id)
) without rowid;
create index if not exists relation_tags_of_tag on relation_tags (tag_id);

create table if not exists group_chats (
  id integer primary key, corpid text not null, chat_id text not null, name text not null, owner text not null collate nocase,
  create_time integer not null, notice text not null default '', admins_json text not null default '[]',
  dissolved_at integer, inherited_at integer
);
create unique index if not exists group_chats_key on group_chats (corpid, chat_id);
create index if not exists group_chats_of_owner on group_chats (corpid, owner);
create table if not exists group_people (
  id integer primary key, corpid text not null, chat_id text not null, person text not null collate nocase,
  type integer not null, joined_at integer not null, join_scene integer not null, state text not null,
  invitor text not null, left_at integer
);
create index if not exists group_people_of on group_people (corpid, chat_id, left_at);
create table if not exists join_ways (
  id integer primary key, corpid text not null, config_id text not null, agentid integer not null,
  scene integer not null, remark text not null, auto_create_room integer not null, room_base_name text not null,
  room_base_id integer not null, chats_json text not null, state text not null, mark_source integer not null,
  qr_code text not null
);
create unique index if not exists join_ways_key on join_ways (corpid, config_id);

create table if not exists resigned (
  corpid text not null, userid text not null collate nocase, at integer not null
);
create unique index if not exists resigned_key on resigned (corpid, userid);
create table if not exists transfers (
  id integer primary key, corpid text not null, kind text not null, handover text not null collate nocase,
  takeover text not null collate nocase, external_userid text not null, status integer not null,
  asked_at integer not null, due_at integer not null, settled_at integer, words text not null
);
create index if not exists transfers_of on transfers (corpid, external_userid, handover);
create index if not exists transfers_between on transfers (corpid, handover, takeover);
create table if not exists group_transfers (
  id integer primary key, corpid text not null, chat_id text not null, takeover text not null collate nocase,
  at integer not null
);
create index if not exists group_transfers_of on group_transfers (corpid, chat_id, at);

create table if not exists mass_messages (
  id integer primary key, corpid text not null, msgid text not null, agentid integer, creator text collate nocase,
  chat_type text not null, create_type integer not null, created_at integer not null, dispatched_at integer not null,
  cancelled_at integer, allow_select integer not null, content_json text not null
);
create unique index if not exists mass_messages_key on mass_messages (corpid, msgid);
create index if not exists mass_messages_time on mass_messages (corpid, created_at);

create table if not exists mass_tasks (
  id integer primary key, corpid text not null, msgid text not null, userid text not null collate nocase,
  confirmed_at integer
);
create unique index if not exists mass_tasks_key on mass_tasks (corpid, msgid, userid);
create index if not exists mass_tasks_of_member on mass_tasks (corpid, userid, confirmed_at);

create table if not exists mass_targets (
  id integer primary key, corpid text not null, msgid text not null, userid text not null collate nocase,
  target text not null, status integer not null, sent_at integer
);
create index if not exists mass_targets_of_task on mass_targets (corpid, msgid, userid);
create index if not exists mass_targets_received on mass_targets (corpid, target, sent_at) where status = 1;

create table if not exists reminders (corpid text not null, msgid text not null, at integer not null);
create index if not exists reminders_of on reminders (corpid, msgid, at);

create table if not exists contact_ways (
  id integer primary key, corpid text not null, config_id text not null, agentid integer not null,
  type integer not null, scene integer not null, style integer not null, remark text not null,
  skip_verify integer not null, state text not null, user_json text not null, party_json text not null,
  is_exclusive integer not null, mark_source integer not null, qr_code text not null, created_at integer not null
);
create unique index if not exists contact_ways_key on contact_ways (corpid, config_id);
create index if not exists contact_ways_of_app on contact_ways (corpid, agentid, id);

create table if not exists acquisition_links (
  id integer primary key, corpid text not null, link_id text not null, agentid integer not null,
  link_name text not null, url text not null, created_at integer not null, skip_verify integer not null,
  mark_source integer not null, user_json text not null, party_json text not null
);
create unique index if not exists acquisition_links_key on acquisition_links (corpid, link_id);
create table if not exists acquisition_priorities (
  corpid text not null, link_id text not null, priority_json text not null, primary key (corpid, link_id)
);
create table if not exists acquisition_clicks (
  corpid text not null, link_id text not null, external_userid text not null, at integer not null
);
create index if not exists acquisition_clicks_of on acquisition_clicks (corpid, link_id, at);
create table if not exists acquisition_customers (
  id integer primary key, corpid text not null, link_id text not null, external_userid text not null,
  userid text not null collate nocase, state text not null, added_at integer not null, chat_key text,
  messages integer not null default 0
);
create unique index if not exists acquisition_customers_key on acquisition_customers (corpid, external_userid, userid);
create index if not exists acquisition_customers_of on acquisition_customers (corpid, link_id, id);
create table if not exists acquisition_quotas (
  id integer primary key, corpid text not null, total integer not null, balance integer not null,
  expires_at integer not null
);
create index if not exists acquisition_quotas_of on acquisition_quotas (corpid, expires_at);

create table if not exists welcome_codes (
  code text primary key, corpid text not null, userid text not null collate nocase, external_userid text not null,
  created_at integer not null, used_at integer
) without rowid;

create table if not exists moments (
  id integer primary key, corpid text not null, moment_id text not null, jobid text, asked_at integer not null,
  created_at integer not null, errcode integer not null default 0, left_json text not null default '{}',
  creator text collate nocase, create_type integer not null, visible_type integer not null, cancelled_at integer,
  content_json text not null
);
create unique index if not exists moments_key on moments (corpid, moment_id);
create index if not exists moments_job on moments (corpid, jobid);
create index if not exists moments_time on moments (corpid, created_at);
create table if not exists moment_tasks (
  id integer primary key, corpid text not null, moment_id text not null, userid text not null collate nocase,
  published_at integer
);
create unique index if not exists moment_tasks_key on moment_tasks (corpid, moment_id, userid);
create index if not exists moment_tasks_of on moment_tasks (corpid, userid, id);
create table if not exists moment_customers (
  id integer primary key, corpid text not null, moment_id text not null, userid text not null collate nocase,
  external_userid text not null, shown_at integer
);
create index if not exists moment_customers_of on moment_customers (corpid, moment_id, userid);
create index if not exists moment_customers_shown on moment_customers (corpid, external_userid, shown_at);
create table if not exists moment_reactions (
  id integer primary key, corpid text not null, moment_id text not null, userid text not null collate nocase,
  kind text not null, external_userid text not null, text text not null, at integer not null
);
create index if not exists moment_reactions_of on moment_reactions (corpid, moment_id, userid);
create table if not exists album_items (
  id integer primary key, corpid text not null, product_id text not null, agentid integer, product_sn text not null,
  description text not null, price integer not null, media_json text not null, created_at integer not null, deleted_at integer
);
create unique index if not exists album_items_key on album_items (corpid, product_id);
create table if not exists kf_accounts (
  id integer primary key, corpid text not null, open_kfid text not null, name text not null, avatar text not null,
  granted integer not null, deleted integer not null default 0
);
create unique index if not exists kf_accounts_key on kf_accounts (corpid, open_kfid);
create table if not exists kf_servicers (
  corpid text not null, open_kfid text not null, userid text not null collate nocase, status integer not null default 0,
  stop_type integer not null default 0
);
create unique index if not exists kf_servicers_key on kf_servicers (corpid, open_kfid, userid);
create table if not exists kf_scenes (
  corpid text not null, open_kfid text not null, scene text not null, code text not null, primary key (corpid, open_kfid, scene)
) without rowid;
create table if not exists kf_sessions (
  id integer primary key, corpid text not null, open_kfid text not null, external_userid text not null, state integer not null,
  servicer text not null default '' collate nocase, begun_at integer not null, customer_at integer, answers integer not null default 0,
  welcomed_at integer, scene text not null default '', scene_param text not null default '', rejects integer not null default 0
);
create unique index if not exists kf_sessions_key on kf_sessions (corpid, open_kfid, external_userid);
create table if not exists kf_messages (
  id integer primary key autoincrement, corpid text not null, open_kfid text not null, external_userid text not null, msgid text not null,
  at integer not null, origin integer not null, servicer text not null default '', msgtype text not null, body_json text not null,
  recalled integer not null default 0
);
create unique index if not exists kf_messages_key on kf_messages (corpid, open_kfid, msgid);
create index if not exists kf_messages_of on kf_messages (corpid, open_kfid, external_userid, id);
create table if not exists kf_codes (
  code text primary key, corpid text not null, open_kfid text not null, external_userid text not null, state integer,
  created_at integer not null, until integer not null, used_at integer
) without rowid;
create table if not exists kf_tokens (
  token text primary key, corpid text not null, open_kfid text not null, at integer not null
) without rowid;
create table if not exists kf_upgrades (
  corpid text not null, open_kfid text not null, external_userid text not null, offer_json text not null,
  primary key (corpid, open_kfid, external_userid)
) without rowid;

create table if not exists media (
  media_id text primary key, corpid text not null, kind text not null, created_at integer not null, base64 text
) without rowid;

create table if not exists media_names (media_id text primary key, name text not null) without rowid;

create table if not exists received (
  id integer primary key autoincrement, at integer not null, corpid text not null, external_userid text not null,
  userid text not null collate nocase, msgid text not null, chat_id text, content_json text not null,
  digest text not null
);
create index if not exists received_by on received (corpid, external_userid, id);
create index if not exists received_content on received (corpid, external_userid, digest);

create table if not exists replies (
  id integer primary key autoincrement, at integer not null, corpid text not null, external_userid text not null,
  userid text not null collate nocase, text text not null
);
create index if not exists replies_by on replies (corpid, external_userid, id);

create table if not exists log (
  id integer primary key autoincrement, at integer not null, kind text not null, corpid text, what text not null,
  errcode integer, detail_json text not null
);
create index if not exists log_kind on log (kind, id);
create index if not exists log_done on log (corpid, what, at);
create table if not exists counts (
  kind text not null, corpid text not null, what text not null, errcode integer not null, n integer not null,
  primary key (kind, corpid, what, errcode)
) without rowid;

create table if not exists callbacks (
  id integer primary key autoincrement, corpid text not null, agentid integer not null, event text not null,
  xml text not null, due_at integer not null, tries integer not null default 0, held integer not null default 0,
  state text not null default 'waiting'
);
create index if not exists callbacks_due on callbacks (state, due_at, id);

create table if not exists schedule (
  id integer primary key autoincrement, due_at integer not null, what text not null, detail_json text not null
);
create index if not exists schedule_due on schedule (due_at, id);

create table if not exists faults (
  id integer primary key autoincrement, fault_json text not null, left_times integer,
  until_at integer, drawn integer not null default 0, fired integer not null default 0
);

create table if not exists rates (
  key text primary key, window integer not null, n integer not null, blocked_until integer not null
) without rowid;
`;

/** Everything but `meta`, for an empty world. */
export const WORLD_TABLES = [
  ...'corps apps tokens departments members member_departments customers relations tag_groups tags'.split(
    ' ',
  ),
  ...'relation_tags resigned transfers group_transfers group_chats group_people join_ways mass_messages mass_tasks mass_targets reminders'.split(
    ' ',
  ),
  ...'album_items kf_accounts kf_servicers kf_scenes kf_sessions kf_messages kf_codes kf_tokens kf_upgrades acquisition_links acquisition_clicks acquisition_customers acquisition_quotas moments moment_tasks moment_customers moment_reactions contact_ways welcome_codes media media_names auth_codes tickets received replies log counts callbacks schedule faults rates'.split(
    ' ',
  ),
] as const;
