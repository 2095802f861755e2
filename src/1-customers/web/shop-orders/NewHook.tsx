import { Input } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import type { hookSecret } from '../../webhooks/contract.ts';
import { ActModal, Labelled } from '../ActModal.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import styles from './ShopOrders.module.css';
import type { Made } from './ShopOrdersPage.tsx';
import { SourceField, sourceOf, useShops } from './SourceField.tsx';

/** A new address: who sends, and whose orders. */
export function NewHook({ onMade, onClose }: { onMade: (made: Made) => void; onClose: () => void }) {
  const t = useTexts();
  const [nameId, sourceId] = [useId(), useId()];
  const again = useRefresh();
  const shops = useShops();
  const [name, setName] = useState('');
  const [source, setSource] = useState('');
  const make = async () => {
    const body = { name: name.trim(), source: sourceOf(shops, source) };
    const made = await api.post<Wire<typeof hookSecret>>('/order-hooks', body);
    await again('/order-hooks', '/accounts');
    onMade({ ...made, isRotated: false });
  };
  return (
    <ActModal
      title={t('shopOrders.hooks.add')}
      act={t('shopOrders.hooks.make')}
      isBlocked={name.trim() === '' || source.trim() === ''}
      onAct={make}
      onClose={onClose}
    >
      <Labelled id={nameId} label={t('shopOrders.hooks.name')}>
        <Input
          id={nameId}
          maxLength={60}
          placeholder={t('shopOrders.hooks.nameHint')}
          value={name}
          onChange={event => setName(event.target.value)}
        />
      </Labelled>
      <Labelled id={sourceId} label={t('shopOrders.hooks.source')}>
        <SourceField id={sourceId} value={source} onChange={setSource} />
        <span className={styles.hint}>{t('shopOrders.hooks.sourceHint')}</span>
      </Labelled>
    </ActModal>
  );
}
