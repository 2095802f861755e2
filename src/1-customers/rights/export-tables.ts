/** What is held of a person, table by table; `$` stands for their profiles. */
export const EXPORT_TABLES: Record<string, string> = {
  profiles: `select 'cus_' || id as id, 'cus_' || person_id as person, name, gender, birthday::text, lunar_birthday, province, city, avatar_url, note,
    minor, custom, corrected, next_follow_up::text, source, created_at, updated_at from customers where id = any($) order by id`,
  identities: `select i.kind, a.name as account, i.key, i.sealed, i.shared, i.source, i.first_seen_at, i.last_seen_at
    from identities i left join channel_accounts a on a.id = i.account_id where i.customer_id = any($) order by i.id`,
  follows: `select a.name as account, m.name as member, f.remark, f.description, f.state, f.add_way, f.first_at, f.first_way, f.first_state, f.followed_at, f.ended_at, f.ended_by
    from follows f join members m on m.id = f.member_id join channel_accounts a on a.id = f.account_id
    where f.customer_id = any($) order by f.id`,
  followers: `select a.name as account, f.subscribed_at, f.ended_at, f.came_by, f.scene, f.wrote_at, f.acted_at from followers f
    join channel_accounts a on a.id = f.account_id where f.customer_id = any($) order by f.id`,
  official_messages: `select a.name as account, m.kind, t.title as notice, m.content, m.state, m.created_at, m.settled_at from official_messages m
    join channel_accounts a on a.id = m.account_id left join notice_templates t on t.id = m.template_id
    where m.customer_id = any($) order by m.id`,
  notice_words: `select a.name as account, t.title as notice, w.word, w.at from notice_words w join channel_accounts a on a.id = w.account_id
    left join notice_templates t on t.account_id = w.account_id and t.code = w.code where w.customer_id = any($) order by w.at, w.id`,
  notice_grants: `select a.name as account, t.title as notice, g.remaining, g.changed_at from notice_grants g join channel_accounts a on a.id = g.account_id
    left join notice_templates t on t.account_id = g.account_id and t.code = g.code where g.customer_id = any($) order by a.id, g.code`,
  notice_uses: `select a.name as account, t.title as notice, u.state, u.held_at, u.called_at from notice_uses u join channel_accounts a on a.id = u.account_id
    left join notice_templates t on t.account_id = u.account_id and t.code = u.code where u.customer_id = any($) order by u.contact_id`,
  official_entries: `select t.name as touchpoint, l.name as code, a.name as account, e.at, e.followed, e.fresh from official_entries e
    join touchpoints t on t.id = e.touchpoint_id join live_codes l on l.id = e.code_id join channel_accounts a on a.id = e.account_id
    where e.customer_id = any($) order by e.at, e.id`,
  customer_groups: `select a.name as account, g.name as "group", m.joined_at, m.came_by, m.state, m.left_at, m.left_by from group_members m
    join customer_groups g on g.id = m.group_id join channel_accounts a on a.id = g.account_id
    where m.customer_id = any($) order by m.joined_at, m.id`,
  transfers: `select f.name as "from", t.name as "to", x.kind, p.state, p.asked_at, p.settled_at from transfer_people p
    join transfers x on x.id = p.transfer_id join members f on f.id = x.from_id join members t on t.id = p.taker_id
    where p.customer_id = any($) order by p.id`,
  waits_for_a_member: `select m.name as "from", u.left_at from unassigned_customers u join members m on m.id = u.member_id
    where u.customer_id = any($) order by u.left_at`,
  entries: `select e.kind, t.name as touchpoint, l.name as code, k.name as link, p.name as poster, m.name as member, e.at, e.fresh, e.note from entries e
    left join live_codes l on l.id = e.code_id left join acquisition_links k on k.id = e.link_id join touchpoints t on t.id = e.touchpoint_id
    left join members m on m.id = e.member_id left join code_variants v on v.id = e.variant_id left join posters p on p.id = v.poster_id
    where e.customer_id = any($) order by e.at, e.id`,
  receipts: `select r.order_no, r.at, l.name as code, m.name as member, r.state from receipt_scans r join live_codes l on l.id = r.code_id
    join members m on m.id = r.member_id where r.customer_id = any($) order by r.at, r.id`,
  welcomes: `select w.told_at, w.settled_at, w.outcome from welcomes w join identities i on i.kind in ('external_userid', 'openid')
    and i.account_id = w.account_id and i.key = w.external_id where i.customer_id = any($) order by w.id`,
  service_sessions: `select a.name as account, s.state, s.customer_at, s.last_at, s.rejects from kf_sessions s
    join kf_accounts a on a.id = s.kf_account_id where s.customer_id = any($) order by s.id`,
  service_messages: `select a.name as account, k.at, k.origin, k.kind, k.text, k.body, k.state, k.recalled_at, m.name as member from kf_messages k
    join kf_accounts a on a.id = k.kf_account_id left join members m on m.id = k.member_id
    where k.customer_id = any($) order by k.at, k.id`,
  service_entries: `select c.name as scene, t.name as touchpoint, e.at, e.fresh from kf_entries e join kf_scenes c on c.id = e.scene_id
    left join touchpoints t on t.id = e.touchpoint_id where e.customer_id = any($) order by e.at, e.id`,
  migrations: `select m.name as migration, p.wave, p.state, p.asked_at, p.settled_at from migration_people p
    join buyer_migrations m on m.id = p.migration_id where p.customer_id = any($) order by p.migration_id`,
  custom_fields: `select f.name as field, v.value, v.source, v.actor, v.told_at from custom_values v join custom_fields f on f.id = v.field_id
    where v.customer_id = any($) order by f.sort, f.id, v.told_at, v.id`,
  tags: `select g.name as "group", t.name as tag, c.source, c.reason, c.added_at, c.expires_at from customer_tags c
    join tags t on t.id = c.tag_id join tag_groups g on g.id = t.group_id where c.customer_id = any($) order by c.added_at, t.id`,
  orders: `select a.name as shop, o.order_no, o.payment, o.fulfilment, o.refund, o.currency, o.goods, o.freight, o.discount, o.paid,
    o.refunded, o.quantity, o.ordered_at, o.paid_at, o.completed_at, o.source, o.status_text from orders o
    join channel_accounts a on a.id = o.account_id where o.customer_id = any($) order by o.ordered_at, o.id`,
  items: `select o.order_no, i.line, i.name, i.sku, i.quantity, i.price, i.amount, i.refunded from order_items i
    join orders o on o.id = i.order_id where o.customer_id = any($) order by o.ordered_at, o.id, i.line`,
  refunds: `select a.name as shop, r.refund_no, coalesce(o.order_no, r.order_no) as order_no, r.amount, r.status, r.kind, r.reason,
    r.item_name, r.quantity, r.applied_at, r.finished_at from refunds r join channel_accounts a on a.id = r.account_id
    left join orders o on o.id = r.order_id where r.customer_id = any($) or o.customer_id = any($) order by r.id`,
  consents: `select purpose, channel, given, text_version, source, evidence, at, actor from consents where customer_id = any($) order by id`,
  suppressions: `select channel, purpose, reason, source, at, lifted_at, actor from suppressions where customer_id = any($) order by id`,
  contacts: `select k.channel, k.purpose, k.topic, m.name as member, k.source, k.source_id, k.slot, k.state, k.claimed_at, k.settled_at
    from contacts k left join members m on m.id = k.member_id where k.customer_id = any($) order by k.id`,
  messages: `select b.name as broadcast, b.message, p.state, p.reason, m.name as member, p.delivered_at, p.answered_at, p.ordered_at
    from broadcast_people p join broadcasts b on b.id = p.broadcast_id left join members m on m.id = p.member_id
    where p.customer_id = any($) order by b.id`,
  moments: `select m.text, n.name as member, p.shown_at from moment_people p join moments m on m.id = p.moment_id
    join members n on n.id = p.member_id where p.customer_id = any($) order by p.moment_id, p.member_id`,
  moment_reactions: `select m.text, n.name as member, r.kind, r.at from moment_reactions r join moments m on m.id = r.moment_id
    join members n on n.id = r.member_id where r.customer_id = any($) order by r.at, r.moment_id`,
  texts_answered: `select a.name as account, r.text, r.stop, r.at from sms_replies r join channel_accounts a on a.id = r.account_id
    where r.customer_id = any($) order by r.at, r.id`,
  timeline: `select type, at, actor, data from events where customer_id = any($) order by at, seq`,
  handed_on: `select e.name as receiver, split_part(split_part(e.url, '://', 2), '/', 1) as host, d.type, d.told, d.at, d.settled_at
    from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
    where d.customer_id = any($) and d.state = 'delivered' order by d.id`,
  value_ledger: `select kind, amount, cause, note, at, actor from value_entries where customer_id = any($) order by at, id`,
  predictions_and_scores: `select key, num, str, at, updated_at from customer_facts where customer_id = any($)
    and not starts_with(key, 'field.') and key <> 'birthday.lunar' order by key`,
  tier_changes: `select from_tier, to_tier, cause, at from tier_transitions where customer_id = any($) order by at`,
  tier_overrides: `select tier, reason, at, expires_at, actor from tier_overrides where customer_id = any($)`,
  could_be_contacted: `select day::text, was, becomes, cause from reach_changes where account_id = 0 and person_id = any($) order by day`,
  promises: `select p.text, p.due_day::text, p.state, coalesce(m.name, p.made_by) as made_by, p.made_at, p.settled_at from promises p
    left join members m on m.id = p.member_id where p.customer_id = any($) order by p.id`,
  said_otherwise: `select kind, value, source, told_at from profile_traces where customer_id = any($) order by told_at, kind, value`,
  phones_told_with: `select i.shown as phone, u.name, u.source, u.verdict, u.first_seen_at, u.last_seen_at from identity_uses u
    join identities i on i.id = u.identity_id where u.customer_id = any($) order by u.first_seen_at, i.id, u.name`,
  choices: `select field, value, reason, decided_by, decided_at, withdrawn_at from field_choices where customer_id = any($) order by id`,
  told_orders: `select order_no, state, told_by, told_at, decided_by, decided_at, reason from order_bindings where customer_id = any($) order by id`,
  merges: `select kind, reason, evidence, actor, created_at, undone_at from merges
    where customer_a = any($) or customer_b = any($) order by id`,
};

/** Treated by an erasure and not handed out, each for its reason. */
export const NOT_EXPORTED: Record<string, string> = {
  follow_pushes: 'tags and remarks on their way to WeCom: they stand among tags and relations',
  follow_tags: 'which of their tags WeCom has: the tags themselves are handed out',
  sms_receipts: 'what became of single texts: it stands among messages',
  sms_stops: 'that a number wants no more, as a keyed hash: the refusal stands among consents',
  match_keys: 'hashes of what stands in the profile',
  merge_suggestions: 'guesses about two persons, of which the other is not theirs to read',
  overlaid_fields: 'what a profile said under a choice: it stands among what sources said',
  tag_merge_people: 'which tag they carried before it became another: the timeline tells it',
  import_changes: 'what an order was before a file changed it, kept to take the file back',
  reach_states: 'how they stood when the last day ended, from which the changes that are handed out go on',
  audit_log: 'who of the staff did what; what was changed of the person stands in the timeline',
};

/** The tables' names in the words of the console, for the files of the archive. */
export const TABLE_NAMES: Record<string, string> = {
  profiles: '基本资料',
  identities: '身份标识',
  follows: '企业微信关系',
  followers: '关注的公众号',
  official_messages: '公众号发来的消息',
  notice_words: '订阅通知的选择',
  notice_grants: '订阅通知剩余次数',
  notice_uses: '收到的订阅通知',
  official_entries: '从哪里关注公众号',
  customer_groups: '客户群',
  transfers: '客户继承',
  waits_for_a_member: '待分配',
  entries: '从哪里来',
  receipts: '扫过的小票',
  welcomes: '欢迎语',
  service_sessions: '微信客服会话',
  service_messages: '微信客服消息',
  service_entries: '从哪里来咨询',
  migrations: '存量迁移',
  custom_fields: '客户资料字段',
  tags: '标签',
  orders: '订单',
  items: '订单商品',
  refunds: '退款',
  consents: '同意记录',
  suppressions: '免打扰',
  contacts: '联系记录',
  messages: '群发消息',
  moments: '朋友圈',
  moment_reactions: '朋友圈互动',
  texts_answered: '短信回复',
  timeline: '时间线',
  handed_on: '提供给其他系统',
  value_ledger: '价值账本',
  predictions_and_scores: '预测与评分',
  tier_changes: '层级变化',
  tier_overrides: '人工层级',
  could_be_contacted: '能否联系的变化',
  promises: '承诺',
  said_otherwise: '来源说法',
  phones_told_with: '手机号使用记录',
  choices: '人工选定',
  told_orders: '登记的订单号',
  merges: '合并记录',
};
