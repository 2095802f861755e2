import { say } from '#platform/contract.ts';
import {
  CHANNEL_WORDS,
  type ConsentLeaf,
  type ContactsLeaf,
  HOLIDAYS,
  type HolidayLeaf,
  PURPOSE_WORDS,
  type SequenceLeaf,
  type Step,
} from './contract.ts';
import { sayHappened, sayWhich } from './say-counts.ts';
import { sayNumber, sayWindow, span } from './say-test.ts';
import { join, type Speaker } from './sentence.ts';

export function saySequence(
  { sequence, first, next, within, window }: SequenceLeaf,
  speaker: Speaker,
): string {
  const { language } = speaker;
  const when = window ? sayWindow(window, language) : '';
  const [one, other] = [sayStep(first, speaker), sayStep(next, speaker)];
  const isFollowed = sequence === 'followed';
  if (language === 'en') {
    const after = `${isFollowed ? 'then' : 'but no'} ${other} within ${span(within.n, within.unit)}`;
    return join('en', one, when && `${when},`, after);
  }
  const unit = within.unit === 'day' ? '天' : '小时';
  return join('zh', when, one, `后 ${within.n} ${unit}内`, isFollowed ? '又有' : '没有', other);
}

function sayStep(step: Step, speaker: Speaker): string {
  if ('event' in step) return sayHappened(step, speaker);
  const { where, bought } = sayWhich(step, speaker);
  if (speaker.language === 'en')
    return join('en', 'paid order', bought && `of ${bought}`, where && `at ${where}`);
  return join('zh', where && join('zh', '在', where), bought ? join('zh', '购买', bought) : '付款下单');
}

export function sayContacts({ channel, purpose, test, window }: ContactsLeaf, { language }: Speaker): string {
  const when = window ? sayWindow(window, language) : '';
  const by = channel === null ? '' : CHANNEL_WORDS[channel][language];
  const why = purpose === null ? '' : PURPOSE_WORDS[purpose][language];
  const number = sayNumber(test, 'number');
  return language === 'zh'
    ? join('zh', when, by && join('zh', '通过', by, '的'), why, '触达次数', number)
    : join('en', why, 'contacts', by && (channel === 'hand' ? by : `on ${by}`), number, when);
}

const CONSENT = {
  given: { zh: '同意{channel}的{purpose}', en: 'consents to {purpose} on {channel}' },
  refused: { zh: '拒绝{channel}的{purpose}', en: 'refuses {purpose} on {channel}' },
  none: { zh: '对{channel}的{purpose}没有表态', en: 'has said nothing about {purpose} on {channel}' },
};

export function sayConsent({ consent, purpose, channel }: ConsentLeaf, { language }: Speaker): string {
  const words = {
    channel: channel === 'hand' && language === 'en' ? 'contact by hand' : CHANNEL_WORDS[channel][language],
    purpose: PURPOSE_WORDS[purpose][language],
  };
  return say(CONSENT[consent], language, words);
}

export function sayHoliday({ holidays, days }: HolidayLeaf, { language }: Speaker): string {
  const names: string[] = holidays.map(one => HOLIDAYS[one][language]);
  if (language === 'en') {
    const when = days === 0 ? 'is today' : `is in the next ${span(days)}`;
    return `${names.join(' or ')} ${when}`;
  }
  const named = names.reduce((before, name) => join('zh', before, '或', name));
  return join('zh', named, days === 0 ? '是今天' : join('zh', '在未来', `${days} 天内`));
}
