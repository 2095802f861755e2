import type { Say } from '#web/i18n/texts.ts';
import { formatCount } from '#web/kit/format.ts';
import type zh from '../texts/zh.ts';
import type { ImportResult } from './import.ts';

/** The counts of an import as sentences; what is nothing is not said. `isForecast`: nothing has been written yet. */
export function sentencesOf(result: ImportResult, isForecast: boolean, t: Say<typeof zh>): string[] {
  const { orders, customers, refunds, rows, rejectedRows, warnedRows } = result;
  const n = formatCount;
  const said: (string | false)[] = [
    rejectedRows + warnedRows === 0
      ? t('imports.rowsFine', { rows: n(rows) })
      : t('imports.rows', { rows: n(rows), rejected: n(rejectedRows), warned: n(warnedRows) }),
    orders.told > 0 &&
      t('imports.orders', {
        told: n(orders.told),
        added: n(orders.added),
        changed: n(orders.changed),
        unchanged: n(orders.unchanged),
      }),
    refunds.told > 0 && t('imports.refunds', { told: n(refunds.told), added: n(refunds.added) }),
    customers.added > 0 &&
      t(isForecast ? 'imports.customersWill' : 'imports.customers', { added: n(customers.added) }),
    customers.merged > 0 && t('imports.merged', { merged: n(customers.merged) }),
    orders.withoutCustomer > 0 && t('imports.withoutCustomer', { count: n(orders.withoutCustomer) }),
    ...amounts(result, t),
  ];
  return said.filter(sentence => sentence !== false);
}

/** The money of the file's lines and what was imported of it; a difference is rounding to fen, and is named. */
function amounts({ amounts: given }: ImportResult, t: Say<typeof zh>): string[] {
  const pairs = [
    { what: t('imports.sold'), exact: given.soldExact, imported: given.soldImported },
    { what: t('imports.refunded'), exact: given.refundedExact, imported: given.refundedImported },
  ];
  return pairs
    .filter(({ exact }) => Number(exact) !== 0)
    .map(({ what, exact, imported }) =>
      t(exact === imported ? 'imports.amountExact' : 'imports.amountRounded', {
        what,
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
