import type { Speak } from '../texts/index.ts';
import { type OnDuty, type Target, WEEK, type When } from './plan.ts';

/** When a route applies, in words; without any condition it always does. */
export function sayWhen({ days, calendar, from, to, cities }: When, t: Speak): string {
  const said = [
    days && days.length > 0 && days.length < WEEK.length && sayDays(days, t),
    calendar && t(`when.${calendar}`),
    (from ?? to) !== undefined && t('when.hours', { from: from ?? '00:00', to: to ?? '24:00' }),
    cities && cities.length > 0 && t('when.from', { cities: cities.join(t('and')) }),
  ].filter(part => typeof part === 'string');
  return said.length > 0 ? said.join(t('when.join')) : t('when.always');
}

/** 周一至周五、周日: three in a row are a span. */
function sayDays(days: readonly number[], t: Speak): string {
  const spans: number[][] = [];
  for (const day of days.toSorted()) {
    const last = spans.at(-1);
    if (last?.at(-1) === day - 1) last.push(day);
    else spans.push([day]);
  }
  const name = (day: number | undefined) => t(`when.days.${WEEK[(day ?? 1) - 1] ?? 'mon'}`);
  return spans
    .flatMap(span =>
      span.length > 2 ? [t('when.span', { from: name(span[0]), to: name(span.at(-1)) })] : span.map(name),
    )
    .join(t('and'));
}

/** Whom or what a route leads to, in words. */
export function sayTarget(target: Target, nameOf: (id: string) => string, t: Speak): string {
  switch (target.kind) {
    case 'staff': {
      const departments = target.departments ?? [];
      if (target.members.length + departments.length === 0) return t('target.nobody');
      const names = [
        ...target.members.map(one => sayMember(one, target.members, nameOf, t)),
        ...departments.map(({ name }) => t('target.allOf', { name })),
      ].join(t('and'));
      if (target.members.length === 1 && departments.length === 0) return names;
      return t(target.pick === 'load' ? 'target.byLoad' : 'target.byWeight', { names });
    }
    case 'group':
      return t('target.groups', { n: target.chatIds.length });
    case 'official_account':
      return t('target.official');
    case 'picture':
      return t('target.picture', { title: target.title });
    case 'link':
      return t('target.link', { title: target.title });
  }
}

function sayMember(
  { memberId, weight = 1, dailyCap }: OnDuty,
  all: readonly OnDuty[],
  nameOf: (id: string) => string,
  t: Speak,
): string {
  const isEven = all.every(one => (one.weight ?? 1) === weight);
  const name = nameOf(memberId);
  const weighed = isEven ? name : t('target.weighed', { name, weight });
  return dailyCap ? t('target.capped', { name: weighed, cap: dailyCap }) : weighed;
}
