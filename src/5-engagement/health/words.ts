import { wecom } from '#channels';
import { type Language, say, type Words } from '#platform/contract.ts';
import type { Measure, Reason } from './judge.ts';

const WORDS: Record<Measure, Words> = {
  deletions: {
    zh: '近 7 天新加的 {of} 位客户里，{n} 位已经删除了成员（{value}%），超过 {bound}% 的界限。',
    en: 'Of {of} customers added in the last 7 days, {n} have deleted the member again ({value}%); the line is {bound}%.',
  },
  losses: {
    zh: '近 7 天有 {n} 位客户删除或拉黑了成员，占 {of} 位的 {value}‰，超过 {bound}‰ 的界限。',
    en: 'In the last 7 days {n} customers deleted or blocked a member, {value}‰ of {of}; the line is {bound}‰.',
  },
  limited: {
    zh: '近 3 小时的 {of} 次接口调用里，{n} 次被企业微信限流（{value}%），超过 {bound}% 的界限。',
    en: 'Of {of} calls in the last 3 hours, WeCom refused {n} because of a limit ({value}%); the line is {bound}%.',
  },
  faulty: {
    zh: '近 3 小时的 {of} 次接口调用里，{n} 次没有成功（{value}%），超过 {bound}% 的界限。多半要改配置或等网络恢复，放慢发送没有帮助。',
    en: 'Of {of} calls in the last 3 hours, {n} failed ({value}%); the line is {bound}%. A setting or the network is to be mended; sending more slowly does not help.',
  },
  settings: {
    zh: '近 2 小时有 {n} 次调用因为应用的设置被拒绝（错误码 {about}）：{what}',
    en: 'In the last 2 hours {n} calls were refused because of how the app is set up (code {about}): {what}',
  },
  quota: {
    zh: '接口 {about} 这一小时已调用 {n} 次，是每小时上限 {of} 次的 {value}%，超过 {bound}% 的界限。',
    en: 'The interface {about} was called {n} times this hour, {value}% of the {of} allowed; the line is {bound}%.',
  },
  ways: {
    zh: '「联系我」和入群码已有 {n} 个，是上限 {of} 个的 {value}%，超过 {bound}% 的界限。请清理不用的活码。',
    en: 'There are {n} contact ways and group codes, {value}% of the {of} allowed; the line is {bound}%. Remove unused codes.',
  },
  unconfirmed: {
    zh: '近 14 天里放了一天以上的 {of} 个群发任务，{n} 个还没有成员确认（{value}%），超过 {bound}% 的界限。发得再多也到不了客户，请提醒成员。',
    en: 'Of {of} broadcast tasks older than a day in the last 14 days, {n} are not confirmed ({value}%); the line is {bound}%. Sending more reaches nobody; remind the members.',
  },
};

const FINE: Words = { zh: '没有指标超过界限。', en: 'No figure has crossed its line.' };

/** Why a colour is what it is; of green, that nothing is wrong. */
export function sayReasons(reasons: readonly Reason[], language: Language): string[] {
  if (reasons.length === 0) return [say(FINE, language)];
  return reasons.map(({ measure, about = '', value, bound, n, of }) =>
    say(WORDS[measure], language, {
      ...{ about, value, bound, n, of },
      ...(measure === 'settings' && { what: say(wecom.wordsOfCode(about), language) }),
    }),
  );
}

export const FIRST_TIME: Words = {
  zh: '还没有评估过，每 15 分钟评估一次。',
  en: 'Not looked at yet; this is done every 15 minutes.',
};
