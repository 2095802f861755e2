import type { ImportChoice } from './import.ts';

export type Mapping = NonNullable<ImportChoice['mapping']>;
export type Kind = NonNullable<Mapping['kind']>;
export type Field = Mapping['columns'][number]['field'];

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
