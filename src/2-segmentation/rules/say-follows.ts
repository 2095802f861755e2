import { type Language, say } from '#platform/contract.ts';
import { ADD_WAYS, ENDED_BY, type FollowsLeaf } from './contract.ts';
import { sayNumber, sayWindow } from './say-test.ts';
import { join, type Speaker, sayIds } from './sentence.ts';

const STATES = {
  now: { zh: '现在跟进的成员数', en: 'members following now' },
  ended: { zh: '已不再跟进的成员数', en: 'members no longer following' },
  ever: { zh: '添加过的成员数', en: 'members who ever added' },
  first: { zh: '首次添加', en: 'first added' },
};

/** Who is said first in Chinese and last in English; that somebody is there at all needs no number. */
export function sayFollows(leaf: FollowsLeaf, speaker: Speaker): string {
  const { language } = speaker;
  const what = STATES[leaf.follows][language];
  const details = sayDetails(leaf, speaker);
  const isThere = leaf.test.is === 'at_least' && leaf.test.value === 1;
  const number = leaf.follows === 'first' && isThere ? '' : sayNumber(leaf.test, 'number');
  if (language === 'en') return join('en', what, details.length > 0 ? `(${details.join('; ')})` : '', number);
  return join('zh', what, details.length > 0 ? `（${details.join('，')}）` : '', number);
}

function sayDetails(leaf: FollowsLeaf, { language, names }: Speaker): string[] {
  const put = (zh: string, en: string, value: string) =>
    value === '' ? '' : say({ zh, en }, language, { value });
  const list = (values: readonly string[]) => values.join(language === 'zh' ? '、' : ', ');
  const who = list([
    ...(leaf.members.length > 0 ? [sayIds(leaf.members, names.members, language)] : []),
    ...(leaf.teams.length > 0 ? [sayIds(leaf.teams, names.teams, language)] : []),
  ]);
  return [
    put('成员：{value}', 'by {value}', who),
    put('账号：{value}', 'on {value}', sayIds(leaf.accounts, names.shops, language)),
    put('添加方式：{value}', 'by way of {value}', list(leaf.ways.map(way => sayWay(way, language)))),
    put('渠道码：{value}', 'channel code {value}', list(leaf.codes)),
    put('{value}添加', 'added {value}', leaf.window ? sayWindow(leaf.window, language) : ''),
    put('{value}', 'ended by {value}', leaf.endedBy ? ENDED_BY[leaf.endedBy][language] : ''),
    put('{value}结束', 'ended {value}', leaf.ended ? sayWindow(leaf.ended, language) : ''),
  ].filter(part => part !== '');
}

function sayWay(way: number, language: Language): string {
  return ADD_WAYS[way]?.[language] ?? `#${way}`;
}
