import { formatCount, formatInstant, formatShare } from '#web/kit/format.ts';
import type { useTexts } from '../texts/index.ts';
import type { Finding } from './health.ts';

/** A finding as one says it, with its numbers. */
export function sayFinding(of: Finding, t: ReturnType<typeof useTexts>): string {
  const [a, b] = of.tags.map(({ name }) => name);
  const values = { a: a ?? '', b: b ?? '', people: formatCount(of.people), of: formatCount(of.of ?? 0) };
  switch (of.kind) {
    case 'contradictory':
      return of.group === null
        ? t('tagHealth.said.contradictoryPair', values)
        : t('tagHealth.said.contradictoryGroup', { ...values, group: of.group });
    case 'alike':
      return t(`tagHealth.said.alike.${of.why ?? 'same'}`, {
        ...values,
        share: formatShare(of.fewer ? of.people / of.fewer : 0, 0),
      });
    case 'nobody':
      return t('tagHealth.said.nobody', { ...values, day: of.since ? formatInstant(of.since, 'day') : '' });
    case 'unused':
      return of.usedAt
        ? t('tagHealth.said.unusedSince', { ...values, day: formatInstant(of.usedAt, 'day') })
        : t('tagHealth.said.unused', values);
    default:
      return t(`tagHealth.said.${of.kind}`, values);
  }
}
