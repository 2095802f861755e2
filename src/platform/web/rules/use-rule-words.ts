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
  wroteHours: 'hoursLong',
  actedMinutes: 'minutes',
} as const;

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
      const isExplained =
        word === 'hours' ||
        word === 'personDay' ||
        word === 'personWeek' ||
        word === 'phonePeople' ||
        word === 'phoneDays';
      return isExplained ? t(`rules.means.${word}`) : undefined;
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
