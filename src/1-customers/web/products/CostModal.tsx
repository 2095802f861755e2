import { InputNumber } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { formatFen } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { ActModal, Labelled } from '../ActModal.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import type { Product } from './product.ts';

/** In yuan: the API takes no more. */
const MOST = 1_000_000_000;

/** What one piece costs the shop, typed in yuan; emptied, nobody knows it. */
export function CostModal({ of, onClose }: { of: Product; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const id = useId();
  const [yuan, setYuan] = useState(of.cost === null ? null : of.cost / 100);
  const cost = yuan === null ? null : Math.round(yuan * 100);
  const save = async () => {
    await api.put(`/products/${of.id}/cost`, { cost });
    notify.done(
      cost === null ? t('products.costRemoved') : t('products.costSaved', { cost: formatFen(cost) }),
    );
    await again('/products', '/customers');
  };
  return (
    <ActModal
      title={t('products.costOf', { name: of.name })}
      what={t('products.costWhat')}
      act={t('products.saveCost')}
      isBlocked={cost === of.cost}
      onAct={save}
      onClose={onClose}
    >
      <Labelled id={id} label={t('products.costEach')}>
        <InputNumber<number>
          id={id}
          autoFocus
          min={0}
          max={MOST}
          precision={2}
          controls={false}
          prefix="¥"
          placeholder={t('products.costUnknown')}
          value={yuan}
          onChange={setYuan}
        />
      </Labelled>
    </ActModal>
  );
}
