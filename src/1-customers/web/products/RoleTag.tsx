import { Tooltip } from 'antd';
import { Tag } from '#web/kit/Tag.tsx';
import type { ProductRole } from '../../products/formula.contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Products.module.css';

/** What a product is for, in a word; what that means on hover. */
export function RoleTag({ of }: { of: ProductRole | null }) {
  const t = useTexts();
  if (of === null) return <span className={styles.faint}>{t('products.noRole')}</span>;
  return (
    <Tooltip title={t(`products.roleMeans.${of}`)}>
      <span>
        <Tag tone={of === 'profit' ? 'accent' : 'plain'}>{t(`products.roles.${of}`)}</Tag>
      </span>
    </Tooltip>
  );
}
