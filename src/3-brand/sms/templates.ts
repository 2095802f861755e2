import { sql } from 'kysely';
import type { z } from 'zod';
import { smsConfig } from '#channels';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { type Language, say } from '#platform/contract.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { costOf, partsOf, readSmsRules } from './billing.ts';
import type { smsTemplateBody, smsTemplateCheck, smsTemplateDraft, smsTemplateView } from './contract.ts';
import { composeSms, templateVariables } from './places.contract.ts';
import { issuesOf } from './rules.ts';

type Body = z.output<typeof smsTemplateBody>;
type View = z.output<typeof smsTemplateView>;

const REFUSED: ProblemKind = {
  code: 'sms_template_refused',
  status: 422,
  title: { zh: '这个模板不能用', en: 'This template cannot be used' },
  detail: { zh: '有规则不允许的内容。', en: 'Rules forbid what it says.' },
};
const TAKEN: ProblemKind = {
  code: 'sms_template_taken',
  status: 409,
  title: { zh: '模板已经有了', en: 'The template is there already' },
  detail: { zh: '模板 {code} 已经登记过。', en: 'Template {code} has been entered before.' },
};

/** What stands against a text at an account's vendor, and what it would cost. */
export async function checkTemplate(
  db: Db | Tx,
  clock: Clock,
  draft: z.output<typeof smsTemplateDraft>,
  language: Language,
): Promise<z.output<typeof smsTemplateCheck>> {
  const { issues, ...rest } = await judge(db, clock, draft);
  return { ...rest, issues: issues.map(({ code, words }) => ({ code, words: say(words, language) })) };
}

/** @throws Problem sms_template_refused with everything that stands against it; sms_template_taken */
export async function createTemplate(tx: Tx, clock: Clock, actor: Actor, body: Body): Promise<number> {
  await refuse(tx, clock, body);
  const now = clock.now();
  const row = { ...body, createdBy: actor.name, createdAt: now, updatedAt: now };
  const { id } = await tx
    .insertInto('smsTemplates')
    .values(row)
    .onConflict(conflict =>
      conflict.columns(['accountId', 'code']).where('archivedAt', 'is', null).doNothing(),
    )
    .returning('id')
    .executeTakeFirst()
    .then(made => {
      if (!made) throw new Problem(TAKEN, { code: body.code });
      return made;
    });
  await audit(tx, clock, actor, {
    action: 'sms_template.created',
    object: { kind: 'sms_template', id },
    after: { name: body.name, code: body.code, kind: body.kind },
  });
  return id;
}

/** The vendor approves another text under the same code: what was sent before keeps its own. */
export async function changeTemplate(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  { accountId: _, ...body }: Body,
): Promise<void> {
  const before = await lockTemplate(tx, id);
  await refuse(tx, clock, { ...body, accountId: before.accountId });
  const taken = await tx
    .selectFrom('smsTemplates')
    .select('id')
    .where('accountId', '=', before.accountId)
    .where('code', '=', body.code)
    .where('archivedAt', 'is', null)
    .where('id', '<>', id)
    .executeTakeFirst();
  if (taken) throw new Problem(TAKEN, { code: body.code });
  await tx
    .updateTable('smsTemplates')
    .set({ ...body, updatedAt: clock.now() })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'sms_template.changed',
    object: { kind: 'sms_template', id },
    before: { name: before.name, code: before.code, text: before.text },
    after: { name: body.name, code: body.code, text: body.text },
  });
}

/** Puts a template away; broadcasts that are written with it can no longer be started. */
export async function archiveTemplate(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const { name } = await lockTemplate(tx, id);
  await tx.updateTable('smsTemplates').set({ archivedAt: clock.now() }).where('id', '=', id).execute();
  await audit(tx, clock, actor, {
    action: 'sms_template.archived',
    object: { kind: 'sms_template', id },
    before: { name },
  });
}

/** Those in use, the newest first; or one of them, put away or not. */
export async function listTemplates(db: Db | Tx, clock: Clock, only?: number): Promise<View[]> {
  const { rows } = await sql<Row>`
    select t.id, t.account_id, a.name as account_name, a.config, t.name, t.code, t.kind, t.text, t.updated_at
    from sms_templates t join channel_accounts a on a.id = t.account_id
    where ${only ?? null}::bigint is not null and t.id = ${only ?? null}
      or ${only ?? null}::bigint is null and t.archived_at is null and a.status <> 'removed'
    order by t.id desc`.execute(db);
  const rules = await readSmsRules(db, clock.now());
  return rows.map(({ config, ...row }) => {
    const { vendor, signName, pricePerThousand } = smsConfig.parse(config);
    const whole = composeSms(row.text, vendor, signName, {});
    const parts = partsOf(whole, rules);
    const costOfThousand = costOf(parts * 1_000, pricePerThousand);
    const variables = templateVariables(row.text, vendor);
    return { ...row, vendor, signName, variables, characters: whole.length, parts, costOfThousand };
  });
}

type Row = Pick<
  View,
  'id' | 'accountId' | 'accountName' | 'name' | 'code' | 'kind' | 'text' | 'updatedAt'
> & {
  config: unknown;
};

/** Everything that stands against it at once, in either language. */
async function refuse(tx: Tx, clock: Clock, { accountId, kind, text }: Body): Promise<void> {
  const { issues } = await judge(tx, clock, { accountId, kind, text });
  if (issues.length === 0) return;
  const [zh, en] = [
    issues.map(({ words }) => words.zh).join(''),
    issues.map(({ words }) => words.en).join(' '),
  ];
  throw new Problem({ ...REFUSED, detail: { zh, en } });
}

async function judge(
  db: Db | Tx,
  clock: Clock,
  { accountId, kind, text }: z.output<typeof smsTemplateDraft>,
) {
  const { vendor, signName, pricePerThousand } = await configOf(db, accountId);
  const rules = await readSmsRules(db, clock.now());
  const whole = composeSms(text, vendor, signName, {});
  const parts = partsOf(whole, rules);
  return {
    issues: issuesOf({ vendor, kind, text }, whole.length, rules.characters),
    variables: templateVariables(text, vendor),
    characters: whole.length,
    parts,
    costOfThousand: costOf(parts * 1_000, pricePerThousand),
  };
}

async function configOf(db: Db | Tx, accountId: number) {
  const account = await db
    .selectFrom('channelAccounts')
    .select('config')
    .where('id', '=', accountId)
    .where('kind', '=', 'sms')
    .where('status', '<>', 'removed')
    .executeTakeFirst();
  if (!account) throw new Problem(NOT_FOUND);
  return smsConfig.parse(account.config);
}

async function lockTemplate(tx: Tx, id: number) {
  const row = await tx
    .selectFrom('smsTemplates')
    .selectAll()
    .where('id', '=', id)
    .where('archivedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Problem(NOT_FOUND);
  return row;
}
