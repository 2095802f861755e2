import type { Field } from '../fields.ts';
import { type AmountStyle, PLAIN_AMOUNTS } from '../values/amounts.ts';
import type { TimePattern } from '../values/times.ts';
import { SHANGHAI, type Zone } from '../values/zones.ts';

/** How the cells of a file are to be understood, where files differ. */
export type ReadingStyle = {
  currency: string;
  zone: Zone;
  amounts: AmountStyle;
  patterns: Partial<Record<Field, TimePattern>>;
};

export const SHOP_STYLE: ReadingStyle = {
  currency: 'CNY',
  zone: SHANGHAI,
  amounts: PLAIN_AMOUNTS,
  patterns: {},
};
