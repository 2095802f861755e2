import { type Language, say, type Words } from '#platform/contract.ts';

/** Why somebody is not contacted. Every person who was planned and is not reached carries one of these. */
export const REASONS = {
  unknown: { zh: '没有这位客户，或资料已删除。', en: 'There is no such customer, or their data was erased.' },
  minor: {
    zh: '未满 14 周岁，没有监护人同意，不做营销触达。',
    en: 'Under fourteen without a guardian’s consent: not contacted for marketing.',
  },
  suppressed: {
    zh: '客户在免打扰名单里（{why}）。',
    en: 'The customer is on the do-not-contact list ({why}).',
  },
  refused: { zh: '客户已拒绝这类消息。', en: 'The customer has refused such messages.' },
  unreachable: {
    zh: '没有成员在这个企业微信上跟进这位客户。',
    en: 'No member follows this customer on this account.',
  },
  no_member: { zh: '没有负责这位客户的成员，无法派给人工。', en: 'No member is in charge of this customer.' },
  no_phone: {
    zh: '没有客户本人的国内手机号，发不了短信。',
    en: 'No Chinese mobile number of their own: no text can be sent.',
  },
  no_consent: {
    zh: '没有同意接收营销短信的记录。',
    en: 'There is no record that they agreed to marketing by SMS.',
  },
  not_following: {
    zh: '没有关注这个公众号。',
    en: 'They do not follow this official account.',
  },
  window_closed: {
    zh: '最近 {hours} 小时内没有给公众号留言，公众平台不允许主动发消息。',
    en: 'They have not written to the account within {hours} hours: the platform lets it send nothing.',
  },
  window_used: {
    zh: '这次留言后能回复的条数（{max} 条）不够了，等客户再留言后才能发。',
    en: 'Of the {max} answers since they wrote too few are left; they have to write again first.',
  },
  no_grant: {
    zh: '没有订阅这个通知，或订阅的次数已用完。',
    en: 'They have not accepted this notice, or no acceptance is left.',
  },
  quiet_hours: {
    zh: '{slot} 在安静时段，{next} 之后可以发送。',
    en: '{slot} is in quiet hours; sending is possible from {next}.',
  },
  platform_month: {
    zh: '本月已收到 {used} 条群发（平台上限 {max} 条），{next} 后可再联系。',
    en: 'Already {used} mass messages this month (platform limit {max}); again from {next}.',
  },
  platform_day: {
    zh: '同一成员今天已给这位客户群发过（平台上限每天 {max} 次），{next} 后可再联系。',
    en: 'The same member already sent to this customer today (platform limit {max} a day); again from {next}.',
  },
  cap_day: {
    zh: '这位客户今天已收到 {used} 条消息（上限 {max} 条），{next} 后可再联系。',
    en: 'This customer already got {used} messages today (limit {max}); again from {next}.',
  },
  cap_week: {
    zh: '这位客户本周已收到 {used} 条消息（上限 {max} 条），{next} 后可再联系。',
    en: 'This customer already got {used} messages this week (limit {max}); again from {next}.',
  },
} satisfies Record<string, Words>;

export type ReasonCode = keyof typeof REASONS;

/** The facts a reason's sentence speaks of. Instants are ISO texts, so that they can be stored with it. */
export type ReasonFacts = {
  used?: number;
  max?: number;
  hours?: number;
  next?: string;
  slot?: string;
  why?: string;
};

/** The sentence, with instants as a person in Shanghai reads them. */
export function sayReason(code: ReasonCode, facts: ReasonFacts, language: Language): string {
  const values: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(facts))
    if (value !== undefined)
      values[key] = key === 'next' || key === 'slot' ? sayInstant(String(value), language) : value;
  return say(REASONS[code], language, values);
}

function sayInstant(iso: string, language: Language): string {
  return new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'Asia/Shanghai',
    month: language === 'zh' ? 'long' : 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(new Date(iso));
}
