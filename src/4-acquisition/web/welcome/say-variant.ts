import type { Speak } from '../texts/index.ts';
import type { Variant } from './variants.ts';

/** Whom a welcome greets: 新客户，18:00 至 24:00，由小林添加时. */
export function sayVariant(
  { who, from, to, memberIds }: Variant,
  nameOf: (id: string) => string,
  t: Speak,
): string {
  const said = [
    t(`variants.who.${who ?? 'anybody'}`),
    (from ?? to) !== undefined && t('when.hours', { from: from ?? '00:00', to: to ?? '24:00' }),
    memberIds && memberIds.length > 0 && t('variants.by', { names: memberIds.map(nameOf).join(t('and')) }),
  ];
  return said.filter(part => typeof part === 'string').join(t('when.join'));
}
