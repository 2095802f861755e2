import { FACT_PREFIX } from '../../fields/types.contract.ts';
import type { ImportChoice } from './import.ts';

export type Mapping = NonNullable<ImportChoice['mapping']>;
export type Kind = NonNullable<Mapping['kind']>;
type OwnField = Mapping['columns'][number]['field'];
/** `field.…` is one of the brand's own (客户资料字段), by its key. */
export type Field = OwnField | `field.${string}`;

export function isCustom(field: Field): field is `field.${string}` {
  return field.startsWith(FACT_PREFIX);
}

export const keyOf = (field: `field.${string}`): string => field.slice(FACT_PREFIX.length);

/** What every file of a kind must say; of each list one is enough. The server refuses what lacks it. */
export const NEEDED: Record<Kind, readonly (readonly Field[])[]> = {
  orders: [['orderNo'], ['orderedAt']],
  refunds: [['refundNo'], ['orderNo'], ['amount']],
  customers: [['phone', 'customerId', 'memberCard']],
};

/** Fields that are a time, so that one may have to say how it is written. */
export const TIMES: readonly Field[] = [
  'orderedAt',
  'paidAt',
  'completedAt',
  'appliedAt',
  'finishedAt',
  'becameCustomerAt',
  'becameMemberAt',
];
