import { formatCount } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';
import { type Fact, readValue, WORDS } from './rules.ts';

const UNITS = {
  massMonth: 'messages',
  massDay: 'messages',
  massTask: 'people',
  massRemind: 'times',
  phonePeople: 'people',
  phoneDays: 'days',
  deletionsYellow: 'percent',
  deletionsRed: 'percent',
  deletionsFewest: 'times',
  lossesYellow: 'permille',
  lossesRed: 'permille',
  refusalsYellow: 'percent',
  refusalsRed: 'percent',
  refusalsFewest: 'times',
  quotaYellow: 'percent',
  quotaRed: 'percent',
  unconfirmedYellow: 'percent',
  unconfirmedFewest: 'things',
  slowPeople: 'people',
  pauseHours: 'hours',
  callsHour: 'times',
  ways: 'things',
  wroteHours: 'hoursLong',
  migrationDay: 'people',
  transferTimes: 'times',
  transferDays: 'days',
  transferWaits: 'hoursLong',
  quotaLow: 'people',
  productsRow: 'messages',
  momentsDay: 'messages',
  momentsMonth: 'messages',
  albumDescription: 'characters',
  albumPrice: 'yuan',
  albumNumber: 'bytes',
  openings: 'times',
  groupPeople: 'people',
  receiptMinutes: 'minutes',
  smsCharacters: 'characters',
  smsSingle: 'characters',
  smsLong: 'characters',
  smsTask: 'people',
  smsUnknown: 'hoursLong',
  actedMinutes: 'minutes',
  kfHours: 'hoursLong',
  kfMessages: 'messages',
  kfWelcome: 'seconds',
  kfWaiting: 'minutes',
  kfDays: 'days',
  answerBytes: 'bytes',
  welcomeSeconds: 'seconds',
} as const;

/** Those whose number says what they hold, and needs no sentence beside it. */
const PLAIN = [
  'massMonth',
  'massDay',
  'massTask',
  'massRemind',
  'momentsMonth',
  'albumDescription',
  'albumPrice',
  'albumNumber',
  'smsHours',
  'callsHour',
  'ways',
  'wroteHours',
  'transferTimes',
  'transferDays',
  'transferWaits',
  'smsCharacters',
  'smsSingle',
  'smsLong',
  'wroteMessages',
  'actedMinutes',
  'actedMessages',
  'kfHours',
  'kfMessages',
  'kfWelcome',
  'answerBytes',
] as const;
const isPlain = (word: string): word is (typeof PLAIN)[number] => PLAIN.some(plain => plain === word);

export type RuleWords = {
  /** What is limited: 每位客户每周最多收到的营销消息. */
  name(fact: Fact): string;
  means(fact: Fact): string | undefined;
  /** `3 条`, `09:00 至 21:00`. */
  value(fact: Fact): string;
};

/** A fact as people say it. One that nobody knows words for is shown as it is. */
export function useRuleWords(): RuleWords {
  const t = useTexts();
  const known = ({ name }: Fact) => (name in WORDS ? WORDS[name as keyof typeof WORDS] : undefined);
  return {
    name: fact => {
      const word = known(fact);
      return word ? t(`rules.names.${word}`) : fact.name;
    },
    means: fact => {
      const word = known(fact);
      return word === undefined || isPlain(word) ? undefined : t(`rules.means.${word}`);
    },
    value: fact => {
      const value = readValue(fact.value);
      if (!value) return JSON.stringify(fact.value);
      if (value.kind === 'hours') return t('rules.hoursOf', { from: value.from, to: value.to });
      if (value.max === 'unlimited') return t('rules.unlimited');
      if (value.max === 'days_of_month') return t('rules.days_of_month');
      const word = known(fact);
      const unit = word && word in UNITS ? UNITS[word as keyof typeof UNITS] : 'messages';
      return t(`rules.${unit}`, { count: value.max, n: formatCount(value.max) });
    },
  };
}
