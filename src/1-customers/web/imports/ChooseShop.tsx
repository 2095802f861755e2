import { Input, Radio } from 'antd';
import { useId } from 'react';
import { useAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import type { Draft } from './draft.ts';
import styles from './imports.module.css';

const NEW = 'new';

/** The shop the file comes from: orders are told apart by shop and number. */
export function ChooseShop({ draft, onChange }: { draft: Draft; onChange: (draft: Draft) => void }) {
  const t = useTexts();
  const id = useId();
  const shops = useAccounts('shop');
  const shop = draft.shop ?? (shops.length === 0 ? { name: '' } : undefined);
  const chosen = shop === undefined ? undefined : 'id' in shop ? shop.id : NEW;
  const choose = (value: string) =>
    onChange({ ...draft, shop: value === NEW ? { name: '' } : { id: value } });
  return (
    <div className={styles.stack}>
      <p className={styles.faint}>{t('imports.shopWhat')}</p>
      {shops.length > 0 && (
        <Radio.Group
          vertical
          value={chosen}
          onChange={event => choose(event.target.value)}
          options={[
            ...shops.map(({ id: value, name }) => ({ value, label: name })),
            { value: NEW, label: t('imports.shopNew') },
          ]}
        />
      )}
      {shop && 'name' in shop && (
        <div className={styles.newShop}>
          <label htmlFor={id}>{t('imports.shopName')}</label>
          <Input
            id={id}
            autoFocus
            maxLength={60}
            placeholder={t('imports.shopHint')}
            value={shop.name}
            onChange={event => onChange({ ...draft, shop: { name: event.target.value } })}
          />
        </div>
      )}
    </div>
  );
}
