import { sql } from 'kysely';
import type { z } from 'zod';
import { officialAccount } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { noticeTemplateBody, noticeTemplateView } from './contract.ts';
import { settleTemplateFacts } from './notice-facts.ts';

type View = z.output<typeof noticeTemplateView>;

const TAKEN: ProblemKind = {
  code: 'notice_template_taken',
  status: 409,
  title: { zh: '模板已经有了', en: 'The template is there already' },
  detail: { zh: '模板 {code} 已经登记过。', en: 'Template {code} has been entered before.' },
};
const NO_FIELDS: ProblemKind = {
  code: 'notice_template_no_fields',
  status: 422,
  title: { zh: '模板内容里没有字段', en: 'The template has no fields' },
  detail: {
    zh: '请按公众平台「模板详情」原样粘贴，如“用餐时间：{place}”，每行一项。',
    en: 'Paste it as the platform shows it, a line each, as “Time: {place}”.',
  },
};
const NOT_LISTED: ProblemKind = {
  code: 'notice_templates_not_listed',
  status: 409,
  title: { zh: '没能读取模板', en: 'The templates could not be read' },
  detail: { zh: '{why}可以先手工登记模板。', en: '{why} Enter templates by hand meanwhile.' },
};

/** Those in use, with how many followers take one. */
export async function listNoticeTemplates(db: Db | Tx): Promise<View[]> {
  const { rows } = await sql<View>`
    select t.id, jsonb_build_object('id', a.id, 'name', a.name) as account, t.code, t.title, t.content, t.fields, t.long_term, t.source,
      t.updated_at, coalesce(g.followers, 0)::integer as followers, coalesce(g.grants, 0)::integer as grants
    from notice_templates t join channel_accounts a on a.id = t.account_id and a.status <> 'removed'
    left join lateral (
      select count(*) filter (where n.remaining > 0) as followers, sum(n.remaining) as grants from notice_grants n
      join followers f on f.account_id = n.account_id and f.openid = n.openid and f.ended_at is null
      where n.account_id = t.account_id and n.code = t.code
    ) g on true
    where t.archived_at is null order by a.id, t.id`.execute(db);
  return rows;
}

/** Enters a template by hand, as the platform shows it. @throws Problem notice_template_taken, notice_template_no_fields */
export async function createNoticeTemplate(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  { accountId, code, title, content }: z.output<typeof noticeTemplateBody>,
): Promise<number> {
  const fields = officialAccount.fieldsIn(content);
  if (fields.length === 0) throw new Problem(NO_FIELDS, { place: '{{time2.DATA}}' });
  const account = await tx
    .selectFrom('channelAccounts')
    .select('id')
    .where('id', '=', accountId)
    .where('kind', '=', 'official_account')
    .executeTakeFirst();
  if (!account) throw new Problem(NOT_FOUND);
  const row = { accountId, code, title, content, longTerm: false, fields };
  const id = await put(tx, clock, actor.name, 'hand', row);
  if (id === undefined) throw new Problem(TAKEN, { code });
  await audit(tx, clock, actor, {
    action: 'notice_template.created',
    object: { kind: 'notice_template', id },
    after: { title, code },
  });
  return id;
}

type Put = officialAccount.NoticeTemplate & { accountId: number };

/** One that was put away comes back; one in use stays as it is, unless the platform itself tells of it. */
async function put(
  tx: Tx,
  clock: Clock,
  by: string,
  source: View['source'],
  { accountId, code, title, content, longTerm, fields }: Put,
): Promise<number | undefined> {
  const now = clock.now();
  const { rows } = await sql<{ id: number }>`
    insert into notice_templates (account_id, code, title, content, fields, long_term, source, created_by, created_at, updated_at)
    values (${accountId}, ${code}, ${title}, ${content}, ${JSON.stringify(fields)}::jsonb, ${longTerm}, ${source}, ${by}, ${now}, ${now})
    on conflict (account_id, code) do update set title = excluded.title, content = excluded.content, fields = excluded.fields,
      long_term = excluded.long_term, source = excluded.source, updated_at = excluded.updated_at, archived_at = null
      where notice_templates.archived_at is not null or ${source === 'platform'}
    returning id`.execute(tx);
  const id = rows[0]?.id;
  if (id !== undefined) await settleTemplateFacts(tx, clock, id);
  return id;
}

export async function archiveNoticeTemplate(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const put = await tx
    .updateTable('noticeTemplates')
    .set({ archivedAt: clock.now() })
    .where('id', '=', id)
    .where('archivedAt', 'is', null)
    .returning(['title', 'code'])
    .executeTakeFirst();
  if (!put) throw new Problem(NOT_FOUND);
  await settleTemplateFacts(tx, clock, id);
  await audit(tx, clock, actor, {
    action: 'notice_template.archived',
    object: { kind: 'notice_template', id },
    before: put,
  });
}

/**
 * Reads the account's own list of templates. The call is a read, so it may be made while a route's transaction is open;
 * how the platform calls it is from memory, so templates can be entered by hand as well.
 * @throws Problem notice_templates_not_listed with the platform's reason
 */
export async function readNoticeTemplates(
  tx: Tx,
  platform: Platform,
  actor: Actor,
  accountId: number,
): Promise<number> {
  const client = await officialAccount.openOfficialAccount(platform, accountId).catch(() => undefined);
  if (!client) throw new Problem(NOT_FOUND);
  const listed = await officialAccount.listNoticeTemplates(client);
  if (!listed.ok) throw new Problem(NOT_LISTED, { why: listed.message[actor.language] });
  for (const template of listed.data)
    await put(tx, platform.clock, actor.name, 'platform', { accountId, ...template });
  await audit(tx, platform.clock, actor, {
    action: 'notice_template.synced',
    object: { kind: 'account', id: accountId },
    after: { templates: listed.data.length },
  });
  return listed.data.length;
}
