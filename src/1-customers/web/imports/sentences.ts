import type { Say } from '#web/i18n/texts.ts';
import { formatCount } from '#web/kit/format.ts';
import type zh from '../texts/zh.ts';
import type { ImportResult } from './import.ts';

type Speak = Say<typeof zh>;

/** The first number of an import: what it brings most of all. */
export type Headline = { count: number; of: 'orders' | 'changed' | 'refunds' | 'customers' };

/** Nothing is added and nothing changed, though rows were read: the file is in already. */
export function isNothingNew(result: ImportResult): boolean {
  return !hasNoGoodRow(result) && !isPeople(result) && headlineOf(result).count === 0;
}

/** Rows were read, and each of them is wrong. */
export function hasNoGoodRow({ rows, rejectedRows }: ImportResult): boolean {
  return rows === rejectedRows;
}

export function headlineOf({ orders, refunds, customers }: ImportResult): Headline {
  if (orders.added > 0) return { count: orders.added, of: 'orders' };
  if (orders.changed > 0) return { count: orders.changed, of: 'changed' };
  const newRefunds = refunds.added + (refunds.changed ?? 0);
  if (newRefunds > 0) return { count: newRefunds, of: 'refunds' };
  if (customers.added > 0) return { count: customers.added, of: 'customers' };
  return { count: 0, of: orders.told > 0 ? 'orders' : refunds.told > 0 ? 'refunds' : 'customers' };
}

/** A file of customers: it may add tags and missing particulars to people who are known. */
function isPeople({ orders, refunds, items }: ImportResult): boolean {
  return orders.told + refunds.told + items === 0;
}

type Told = {
  /** Nothing has been written yet. */
  isForecast: boolean;
  /** The unit of amounts, 元. */
  unit: string;
};

/** The counts of an import as sentences; what is nothing is not said. */
export function sentencesOf(result: ImportResult, { isForecast, unit }: Told, t: Speak): string[] {
  const { customers } = result;
  const said: (string | false)[] = [
    isNothingNew(result) && t(isForecast ? 'imports.sameWill' : 'imports.same'),
    rows(result, t),
    orders(result, t),
    refunds(result, t),
    customers.added > 0 &&
      t(isForecast ? 'imports.customersWill' : 'imports.customers', { added: formatCount(customers.added) }),
    isPeople(result) && !hasNoGoodRow(result) && t('imports.peopleKnown'),
    customers.merged > 0 && t('imports.merged', { merged: formatCount(customers.merged) }),
    result.orders.withoutCustomer > 0 &&
      t('imports.withoutCustomer', { count: formatCount(result.orders.withoutCustomer) }),
    (result.orders.unknown ?? 0) > 0 &&
      t('imports.unknownOrders', { count: formatCount(result.orders.unknown ?? 0) }),
    ...amounts(result, unit, t),
  ];
  return said.filter(sentence => typeof sentence === 'string');
}

type Parts = readonly (readonly [Parameters<Speak>[0], number])[];

/** The parts that are not nothing, as one phrase. */
function phrase(parts: Parts, t: Speak): string {
  const some = parts.filter(([, count]) => count > 0);
  return some.map(([key, count]) => t(key, { count: formatCount(count) })).join(t('imports.comma'));
}

function rows({ rows: all, rejectedRows, warnedRows }: ImportResult, t: Speak): string {
  const total = formatCount(all);
  const parts = phrase(
    [
      ['imports.rowsRejected', rejectedRows],
      ['imports.rowsWarned', warnedRows],
    ],
    t,
  );
  return parts ? t('imports.rows', { total, parts }) : t('imports.rowsFine', { total });
}

function orders({ orders: { told, added, changed, unchanged } }: ImportResult, t: Speak): string | false {
  const total = formatCount(told);
  if (told > 0 && added === told) return t('imports.ordersAllNew', { total });
  const parts = phrase(
    [
      ['imports.ordersNew', added],
      ['imports.ordersChanged', changed],
      ['imports.ordersSame', unchanged],
    ],
    t,
  );
  return parts !== '' && t('imports.orders', { total, parts });
}

function refunds({ refunds: { told, added, changed = 0 } }: ImportResult, t: Speak): string | false {
  if (told === 0) return false;
  const total = formatCount(told);
  if (added === told) return t('imports.refundsAllNew', { total });
  const parts = phrase(
    [
      ['imports.refundsNew', added],
      ['imports.refundsChanged', changed],
    ],
    t,
  );
  return parts ? t('imports.refunds', { total, parts }) : t('imports.refundsSame', { total });
}

/** The money of the file's lines and what was imported of it; a difference is rounding to fen, and is named. */
function amounts({ amounts: given }: ImportResult, unit: string, t: Speak): string[] {
  const pairs = [
    { what: t('imports.sold'), exact: given.soldExact, imported: given.soldImported },
    { what: t('imports.refunded'), exact: given.refundedExact, imported: given.refundedImported },
  ];
  return pairs
    .filter(({ exact }) => Number(exact) !== 0)
    .map(({ what, exact, imported }) =>
      t(exact === imported ? 'imports.amountExact' : 'imports.amountRounded', {
        what,
        unit,
        imported: grouped(imported),
        exact: grouped(exact),
      }),
    );
}

/** `9747747.934` → `9,747,747.934`; texts, because a double may not hold them. */
function grouped(decimal: string): string {
  const [whole = '', part] = decimal.split('.');
  const apart = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return part === undefined ? apart : `${apart}.${part}`;
}

/** What taking an import back does, each as a line; what is nothing is not said. */
export function undoLines({ orders, refunds, customers, items }: ImportResult, t: Speak): string[] {
  const lines: (string | false)[] = [
    orders.added > 0 && t('imports.undoOrders', { count: formatCount(orders.added) }),
    orders.changed > 0 && t('imports.undoChanged', { count: formatCount(orders.changed) }),
    refunds.added > 0 && t('imports.undoRefunds', { count: formatCount(refunds.added) }),
    customers.added > 0 && t('imports.undoCustomers', { count: formatCount(customers.added) }),
    orders.told + refunds.told + items === 0 && t('imports.undoTags'),
  ];
  return lines.filter(line => line !== false);
}

/** What taking an import back came to, as one sentence. */
export function undoneWords(undone: NonNullable<ImportResult['undone']>, t: Speak): string {
  const parts = phrase(
    [
      ['imports.undoneOrders', undone.ordersRemoved],
      ['imports.undoneChanged', undone.ordersRestored],
      ['imports.undoneCustomers', undone.customersRemoved],
      ['imports.undoneKept', undone.customersKept],
    ],
    t,
  );
  return parts ? t('imports.undoneWhat', { parts }) : t('imports.undoneNothing');
}
