import { refuseUnknownPlaces, render } from '#brand';
import type { MessageContent } from '#brand/contract';
import { officialAccount } from '#channels';
import { composeNotice, listNoticeTemplates } from '#customers';
import { say, type Words } from '#platform/contract.ts';
import { Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { BroadcastInput, Content } from '../broadcasts.ts';

/** What a notice is made of; in a task its values are one person's. */
export type Notice = {
  templateId: number;
  templateTitle: string;
  code: string;
  values: Record<string, string>;
  url: string;
};
export type NoticeMessage = MessageContent & { notice: Notice };

const NO_TEMPLATE: ProblemKind = {
  code: 'broadcast_no_notice_template',
  status: 422,
  title: { zh: '还没有选择通知模板', en: 'No notice template chosen' },
  detail: {
    zh: '请选择这个公众号的一个在用的订阅通知模板。',
    en: 'Choose a notice template of this account that is in use.',
  },
};
const VALUE: ProblemKind = {
  code: 'broadcast_notice_value',
  status: 422,
  title: { zh: '有一项内容不符合模板', en: 'A field is not as the template wants it' },
  detail: { zh: '「{label}」：{zh}。', en: '“{label}”: {en}.' },
};
const EMPTY: Words = {
  zh: '没有填，或不知道客户资料时会是空的，请在“|”后面写备用的词',
  en: 'empty, or empty where nothing is known of somebody; write a fallback after “|”',
};

/** Whether a broadcast's or a task's message is a notice. */
export const isNotice = (message: MessageContent): message is NoticeMessage => 'notice' in message;

export function noticeOf(message: MessageContent): Notice | undefined {
  return isNotice(message) ? message.notice : undefined;
}

/**
 * What a broadcast of subscribe notices says.
 * @throws Problem broadcast_no_notice_template, broadcast_notice_value, message_unknown_variable
 */
export async function noticeContent(
  db: Db | Tx,
  {
    accountId,
    notice,
  }: Pick<BroadcastInput, 'accountId'> & { notice: NonNullable<BroadcastInput['notice']> },
): Promise<Content> {
  const templates = await listNoticeTemplates(db);
  const template = templates.find(one => one.id === notice.templateId && one.account.id === accountId);
  if (!template) throw new Problem(NO_TEMPLATE);
  const values: Record<string, string> = {};
  for (const { key, label } of template.fields) {
    const value = notice.values[key]?.trim() ?? '';
    const shown = render(value, {}).trim();
    const fault = shown === '' ? EMPTY : officialAccount.faultOfValue(key, shown);
    if (fault) throw new Problem(VALUE, { label, ...fault });
    values[key] = value;
  }
  const text = `${template.title}\n${composeNotice(template.content, values)}`;
  const { id: templateId, title: templateTitle, code } = template;
  const message: NoticeMessage = {
    ...{ text, attachments: [] },
    notice: { templateId, templateTitle, code, values, url: notice.url },
  };
  refuseUnknownPlaces(message);
  return { message, accountId, smsTemplateId: null, smsParameters: null };
}

/** What the platform would not take of one person's values, in words; a long name is cut first. */
export function faultOfNotice({ values }: Notice): string | undefined {
  for (const [key, value] of Object.entries(values)) {
    const fault = value === '' ? EMPTY : officialAccount.faultOfValue(key, value);
    if (fault) return say(fault, 'zh');
  }
  return undefined;
}
