import { ArrowRightOutlined } from '@ant-design/icons';
import { Tag } from '#web/kit/Tag.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useCustomerName } from '../people/use-customer-name.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Tiers.module.css';
import { shownTier } from './tier-names.ts';

type Moved = { customerId: string; name: string; from: string | null; to: string | null };

/** What a table of people who move between tiers begins with: who, and from which to which. */
export function useWhoMoved(): { nameOf: (row: Moved) => string; columns: Column<Moved>[] } {
  const t = useTexts();
  const customerName = useCustomerName();
  const nameOf = ({ customerId, name }: Moved) => customerName({ id: customerId, name });
  const columns: Column<Moved>[] = [
    { key: 'name', title: t('tiers.customer'), cell: nameOf, width: 160 },
    {
      key: 'move',
      title: t('tiers.move'),
      cell: row => (
        <span className={styles.move}>
          <Tier name={row.from} />
          <ArrowRightOutlined />
          <Tier name={row.to} />
        </span>
      ),
      phone: 'aside',
    },
  ];
  return { nameOf, columns };
}

function Tier({ name }: { name: string | null }) {
  const t = useTexts();
  const tier = shownTier(name);
  return tier ? <TierTag tier={tier} /> : <Tag>{name ?? t('tiers.first')}</Tag>;
}
