import { listSmsTemplates, refuseUnknownPlaces } from '#brand';
import { composeSms, type MessageContent } from '#brand/contract';
import { readSmsAccount } from '#channels';
import type { Clock } from '#platform/clock.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { BroadcastInput } from '../broadcasts.ts';

const NO_TEMPLATE: ProblemKind = {
  code: 'broadcast_no_template',
  status: 422,
  title: { zh: '还没有选择短信模板', en: 'No SMS template chosen' },
  detail: {
    zh: '短信只能用服务商审批过的模板发送，请选择一个还在用的模板。',
    en: 'Texts go out through a template the vendor has approved; choose one that is in use.',
  },
};
const NO_VALUE: ProblemKind = {
  code: 'broadcast_no_value',
  status: 422,
  title: { zh: '模板变量没有填全', en: 'A variable of the template is empty' },
  detail: { zh: '请填写变量 {name}。', en: 'Fill in the variable {name}.' },
};
const OTHER_KIND: ProblemKind = {
  code: 'broadcast_other_kind',
  status: 422,
  title: { zh: '模板用途不符', en: 'The template is of another kind' },
  detail: {
    zh: '营销群发要用营销模板，服务通知要用通知模板。',
    en: 'Marketing goes out through a marketing template, a service message through a transactional one.',
  },
};

export type SmsContent = {
  accountId: number;
  smsTemplateId: number;
  smsParameters: Record<string, string>;
  message: MessageContent;
};

/**
 * What a broadcast by SMS says: the template with its variables filled by texts that may hold places of ours. The whole
 * is kept beside it, because it is what is shown and counted.
 * @throws Problem broadcast_no_template, broadcast_no_value, broadcast_other_kind, message_unknown_variable
 */
export async function smsContent(
  db: Db | Tx,
  clock: Clock,
  { sms, purpose }: BroadcastInput,
): Promise<SmsContent> {
  const template = sms && (await listSmsTemplates(db, clock)).find(({ id }) => id === sms.templateId);
  if (!template) throw new Problem(NO_TEMPLATE);
  if ((template.kind === 'marketing') !== (purpose === 'marketing')) throw new Problem(OTHER_KIND);
  const empty = template.variables.find(name => !sms.parameters[name]?.trim());
  if (empty !== undefined) throw new Problem(NO_VALUE, { name: empty });
  const smsParameters = Object.fromEntries(
    template.variables.map(name => [name, sms.parameters[name]?.trim() ?? '']),
  );
  const text = composeSms(template.text, template.vendor, template.signName, smsParameters);
  const message = { text, attachments: [] };
  refuseUnknownPlaces(message);
  return { accountId: template.accountId, smsTemplateId: template.id, smsParameters, message };
}

/** What a part costs at an account, in fen for 1,000; nothing for accounts that are no SMS account. */
export async function priceOf(platform: Platform, accountId: number | null): Promise<number | undefined> {
  if (accountId === null) return undefined;
  return (await readSmsAccount(platform, accountId))?.pricePerThousand;
}
