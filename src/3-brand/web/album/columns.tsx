import { formatInstant } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Album.module.css';
import { ItemState } from './ItemState.tsx';
import type { Item } from './reads.ts';

export function useColumns(): Column<Item>[] {
  const t = useTexts();
  return [
    { key: 'description', title: t('album.description'), cell: row => <Shown item={row} />, width: 260 },
    {
      key: 'state',
      title: t('album.state'),
      cell: row => <ItemState item={row} />,
      phone: 'aside',
      width: 110,
    },
    {
      key: 'price',
      title: t('album.price'),
      cell: row => <Money fen={row.price} />,
      align: 'end',
      width: 110,
    },
    { key: 'sn', title: t('album.sn'), cell: row => row.productSn, width: 140 },
    { key: 'product', title: t('album.product'), cell: row => row.product?.name ?? '–', width: 180 },
    { key: 'account', title: t('album.account'), cell: row => row.account.name, optional: true },
    {
      key: 'updatedAt',
      title: t('album.updatedAt'),
      cell: row => formatInstant(row.updatedAt, 'day'),
      align: 'end',
      width: 110,
    },
  ];
}

function Shown({ item: { files, description } }: { item: Item }) {
  return (
    <span className={styles.shown}>
      <img className={styles.cover} src={`/api/v1/images/${files[0]}`} alt="" loading="lazy" />
      <span className={styles.clamped}>{description}</span>
    </span>
  );
}
