import { Facts } from '#web/kit/Facts.tsx';
import { formatCount } from '#web/kit/format.ts';
import { useAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import type { Draft } from './draft.ts';
import type { ImportRow, Inspection } from './import.ts';
import styles from './imports.module.css';

type Props = { row: ImportRow; draft: Draft; inspection: Inspection; isChecked: boolean };

/** What the import would do, as far as it is known by now. */
export function Consequence({ row, draft, inspection, isChecked }: Props) {
  const t = useTexts();
  const shops = useAccounts('shop');
  const { shop, format } = draft;
  const known = inspection.recognised.find(one => one.format === format);
  const named = Object.keys(draft.columns).length;
  const shopName = shop && ('name' in shop ? shop.name : shops.find(one => one.id === shop.id)?.name);
  const result = isChecked ? row.result : null;
  return (
    <div className={styles.consequence}>
      <Facts
        facts={[
          { key: 'as', label: t('imports.format'), value: known?.name ?? t('imports.byHand') },
          {
            key: 'columns',
            label: t('imports.columnsTaken'),
            value: t('imports.columnsOf', {
              taken: format === 'mapped' ? named : (known?.columns.length ?? 0),
              all: inspection.header.length,
            }),
          },
          { key: 'shop', label: t('imports.shop'), value: shopName || '–' },
          ...(result ? counted(result, t) : []),
        ]}
      />
      <p>{t(result ? 'imports.undoable' : 'imports.nothingYet')}</p>
    </div>
  );
}

function counted(result: NonNullable<ImportRow['result']>, t: ReturnType<typeof useTexts>) {
  const { orders, refunds, customers, rejectedRows } = result;
  const counts = [
    { key: 'orders', label: t('imports.newOrders'), count: orders.added },
    { key: 'changed', label: t('imports.changedOrders'), count: orders.changed },
    { key: 'refunds', label: t('imports.newRefunds'), count: refunds.added },
    { key: 'customers', label: t('imports.newCustomers'), count: customers.added },
    { key: 'rejected', label: t('imports.rejectedRows'), count: rejectedRows },
  ];
  return counts
    .filter(({ count }) => count > 0)
    .map(({ count, ...fact }) => ({ ...fact, value: formatCount(count) }));
}
