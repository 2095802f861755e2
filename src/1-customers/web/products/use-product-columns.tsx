import type { Wire } from '#web/api/client.ts';
import { Count } from '#web/kit/Count.tsx';
import { formatShare } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import type { productRow } from '../../products/contract.ts';
import { JUDGE } from '../../products/formula.contract.ts';
import { useTexts } from '../texts/index.ts';
import { CostCell } from './CostCell.tsx';
import styles from './Products.module.css';
import type { ProductsSort } from './products-search.ts';
import { RoleTag } from './RoleTag.tsx';

export type ProductRow = Wire<typeof productRow>;

const share = (rate: number | null) =>
  rate === null ? <span className={styles.faint}>–</span> : formatShare(rate);

export function useProductColumns(): Column<ProductRow, ProductsSort>[] {
  const t = useTexts();
  const repeat = { days: JUDGE.repeatDays, fewest: JUDGE.fewestCohort };
  return [
    {
      key: 'name',
      title: t('products.name'),
      cell: row => <Name of={row} />,
      sort: 'name',
      width: 200,
      wrap: true,
    },
    { key: 'shop', title: t('products.shop'), cell: row => row.shop.name, width: 120 },
    { key: 'role', title: t('products.role'), cell: row => <Role of={row} />, width: 140 },
    {
      key: 'sold',
      title: t('products.sold'),
      explain: t('products.soldMeans'),
      cell: row => <Count of={row.pieces} />,
      sort: 'sold',
      align: 'end',
    },
    {
      key: 'buyers',
      title: t('products.buyers'),
      explain: t('products.buyersMeans'),
      cell: row => <Count of={row.buyers} />,
      sort: 'buyers',
      align: 'end',
    },
    {
      key: 'revenue',
      title: t('products.revenue'),
      explain: t('products.revenueMeans'),
      cell: row => <Money fen={row.revenue} />,
      sort: 'revenue',
      align: 'end',
    },
    {
      key: 'returnRate',
      title: t('products.returnRate'),
      explain: t('products.returnRateMeans', { fewest: JUDGE.fewest }),
      cell: row => share(row.returnRate),
      sort: 'returnRate',
      align: 'end',
    },
    {
      key: 'repeatRate',
      title: t('products.repeatRate'),
      explain: t('products.repeatRateMeans', repeat),
      cell: row => share(row.repeatRate),
      sort: 'repeatRate',
      align: 'end',
    },
    {
      key: 'cost',
      title: t('products.costEach'),
      explain: t('products.costWhat'),
      cell: row => <CostCell of={row} />,
      width: 136,
      align: 'end',
    },
    {
      key: 'margin',
      title: t('products.margin'),
      explain: t('products.marginMeans'),
      cell: row => share(row.margin),
      sort: 'margin',
      align: 'end',
    },
  ];
}

function Name({ of }: { of: ProductRow }) {
  const t = useTexts();
  return (
    <span className={styles.name}>
      {of.name}
      {of.sku !== of.name && <small>{of.sku}</small>}
      {of.unmendable && (
        <span>
          <Tag tone="advice">{t('products.unmendable')}</Tag>
        </span>
      )}
    </span>
  );
}

function Role({ of }: { of: ProductRow }) {
  const t = useTexts();
  return (
    <span className={styles.role}>
      <RoleTag of={of.role} />
      {of.suggestion && (
        <small>
          {t('products.suggested')} {t(`products.roles.${of.suggestion.role}`)}
        </small>
      )}
    </span>
  );
}
