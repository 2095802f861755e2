import { Input } from 'antd';
import type { ProductRole } from '#customers/contract';
import { useWords } from '#web/i18n/i18n.ts';
import { PRODUCT_ROLES } from '../../../rules/vocabulary.contract.ts';
import type { WhichDraft } from '../../rule/draft.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useShops } from '../use-vocabulary.ts';
import { ManySelect } from './ManySelect.tsx';
import { ProductsField } from './ProductsField.tsx';

type Props = { which: WhichDraft; onChange: (patch: Partial<WhichDraft>, field?: string) => void };

/** Which orders are meant: of which shops, with which products, of what role, or with words in the name of one. */
export function WhichOrders({ which, onChange }: Props) {
  const t = useTexts();
  return (
    <>
      <ShopsField ids={which.shops} onChange={shops => onChange({ shops })} />
      <ProductsField ids={which.products} onChange={products => onChange({ products })} />
      <RolesField
        roles={which.roles ?? []}
        onChange={roles => onChange({ roles: roles.length > 0 ? roles : undefined })}
      />
      <Input
        className={styles.productName ?? ''}
        size="small"
        allowClear
        maxLength={200}
        aria-label={t('orders.productName')}
        placeholder={t('orders.productName')}
        value={which.productName ?? ''}
        onChange={event => onChange({ productName: event.target.value || undefined }, 'productName')}
      />
    </>
  );
}

const ROLES = Object.keys(PRODUCT_ROLES) as ProductRole[];

type RolesProps = { roles: readonly ProductRole[]; onChange: (roles: ProductRole[]) => void };

function RolesField({ roles, onChange }: RolesProps) {
  const t = useTexts();
  const words = useWords();
  return (
    <ManySelect
      label={t('orders.roles')}
      placeholder={t('orders.anyRole')}
      options={ROLES.map(value => ({ value, label: words(PRODUCT_ROLES[value]) }))}
      values={roles}
      onChange={to => onChange(ROLES.filter(role => to.includes(role)))}
    />
  );
}

function ShopsField({ ids, onChange }: { ids: readonly string[]; onChange: (ids: string[]) => void }) {
  const t = useTexts();
  const shops = useShops();
  return (
    <ManySelect
      label={t('orders.shops')}
      placeholder={t('orders.anyShop')}
      options={shops.map(({ id, name }) => ({ value: id, label: name }))}
      values={ids}
      onChange={onChange}
    />
  );
}
