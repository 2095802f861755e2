import { Input, InputNumber } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { youzanBody, youzanPatch } from '../../youzan/contract.ts';
import { ActModal, Labelled } from '../ActModal.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import styles from './ShopOrders.module.css';
import type { Shop } from './ShopOrdersPage.tsx';
import { SourceField, sourceOf, useShops } from './SourceField.tsx';

type Advanced = NonNullable<Wire<typeof youzanPatch>['options']>;

/** Connects a shop of Youzan, or gives a connected one other keys and options. */
export function YouzanKeys({ shop, onClose }: { shop?: Shop; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const shops = useShops();
  const [sourceId, shopFieldId] = [useId(), useId()];
  const [source, setSource] = useState('');
  const [shopId, setShopId] = useState('');
  const [clientId, setClientId] = useState(shop?.clientId ?? '');
  const [clientSecret, setClientSecret] = useState('');
  const [options, setOptions] = useState<Advanced>({});
  const save = async () => {
    const keys = {
      clientId: clientId.trim(),
      ...(clientSecret.trim() && { clientSecret: clientSecret.trim() }),
    };
    if (shop) {
      const patch: Wire<typeof youzanPatch> = { ...keys, options };
      await api.patch(`/youzan-shops/${shop.id}`, patch);
    } else {
      const body: Wire<typeof youzanBody> = {
        ...{ source: sourceOf(shops, source), shopId: shopId.trim(), options },
        ...{ clientId: keys.clientId, clientSecret: clientSecret.trim() },
      };
      await api.post('/youzan-shops', body);
    }
    await again('/youzan-shops', '/accounts');
    notify.done(t(shop ? 'shopOrders.youzan.changed' : 'shopOrders.youzan.connected'));
  };
  const needed = shop ? [clientId] : [source, shopId, clientId, clientSecret];
  return (
    <ActModal
      title={shop ? shop.name : t('shopOrders.youzan.connect')}
      what={!shop && t('shopOrders.youzan.connectWhat')}
      act={t(shop ? 'shopOrders.youzan.save' : 'shopOrders.youzan.act')}
      isBlocked={needed.some(one => one.trim() === '')}
      onAct={save}
      onClose={onClose}
    >
      {!shop && (
        <>
          <Labelled id={sourceId} label={t('shopOrders.youzan.name')}>
            <SourceField id={sourceId} value={source} onChange={setSource} />
            <span className={styles.hint}>{t('shopOrders.youzan.nameHint')}</span>
          </Labelled>
          <Labelled id={shopFieldId} label={t('shopOrders.youzan.shopId')}>
            <Input id={shopFieldId} maxLength={60} value={shopId} onChange={e => setShopId(e.target.value)} />
            <span className={styles.hint}>{t('shopOrders.youzan.shopIdHint')}</span>
          </Labelled>
        </>
      )}
      <Keys
        {...{ clientId, setClientId, clientSecret, setClientSecret }}
        hint={t(shop ? 'shopOrders.youzan.secretKeep' : 'shopOrders.youzan.clientHint')}
      />
      <AdvancedFields known={shop?.options} options={options} onChange={setOptions} />
    </ActModal>
  );
}

type KeyProps = {
  clientId: string;
  setClientId: (text: string) => void;
  clientSecret: string;
  setClientSecret: (text: string) => void;
  hint: string;
};

function Keys({ clientId, setClientId, clientSecret, setClientSecret, hint }: KeyProps) {
  const t = useTexts();
  const [clientFieldId, secretFieldId] = [useId(), useId()];
  return (
    <>
      <Labelled id={clientFieldId} label={t('shopOrders.youzan.clientId')}>
        <Input
          id={clientFieldId}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          value={clientId}
          onChange={e => setClientId(e.target.value)}
        />
      </Labelled>
      <Labelled id={secretFieldId} label={t('shopOrders.youzan.clientSecret')}>
        <Input.Password
          id={secretFieldId}
          maxLength={200}
          autoComplete="new-password"
          value={clientSecret}
          onChange={e => setClientSecret(e.target.value)}
        />
        <span className={styles.hint}>{hint}</span>
      </Labelled>
    </>
  );
}

type AdvancedProps = { known: Advanced | undefined; options: Advanced; onChange: (next: Advanced) => void };

/** What Youzan may change on its side; the server has the usual values for what is left alone. */
function AdvancedFields({ known, options, onChange }: AdvancedProps) {
  const t = useTexts();
  const ids = [useId(), useId(), useId(), useId()];
  const now = { firstDays: 90, overlapMinutes: 10, ...known, ...options };
  const number = (field: 'firstDays' | 'overlapMinutes', id: string | undefined, most: number) => (
    <InputNumber
      {...(id && { id })}
      min={field === 'firstDays' ? 1 : 0}
      max={most}
      precision={0}
      value={now[field] ?? null}
      onChange={value => value !== null && onChange({ ...options, [field]: value })}
    />
  );
  const words = (field: 'tradesVersion' | 'baseUrl', id: string | undefined, placeholder: string) => (
    <Input
      {...(id && { id })}
      maxLength={200}
      placeholder={placeholder}
      value={now[field] ?? ''}
      onChange={e => {
        const { [field]: _, ...others } = options;
        onChange(e.target.value.trim() ? { ...others, [field]: e.target.value.trim() } : others);
      }}
    />
  );
  return (
    <details>
      <summary>{t('shopOrders.youzan.advanced')}</summary>
      <div className={styles.stack}>
        <span className={styles.hint}>{t('shopOrders.youzan.advancedWhat')}</span>
        {!known && (
          <Labelled id={ids[0] ?? ''} label={t('shopOrders.youzan.firstDays')}>
            {number('firstDays', ids[0], 1_095)}
          </Labelled>
        )}
        <Labelled id={ids[1] ?? ''} label={t('shopOrders.youzan.overlap')}>
          {number('overlapMinutes', ids[1], 1_440)}
        </Labelled>
        <Labelled id={ids[2] ?? ''} label={t('shopOrders.youzan.version')}>
          {words('tradesVersion', ids[2], '4.0.4')}
        </Labelled>
        <Labelled id={ids[3] ?? ''} label={t('shopOrders.youzan.address')}>
          {words('baseUrl', ids[3], 'https://open.youzanyun.com')}
        </Labelled>
      </div>
    </details>
  );
}
