import { InputNumber } from 'antd';
import { useId, useState } from 'react';
import { ActModal, Labelled } from '../ActModal.tsx';
import { useTexts } from '../texts/index.ts';
import type { Product } from './product.ts';
import { COST_INPUT, fenOf, useSetCost } from './use-set-cost.ts';

/** What one piece costs the shop, typed in yuan; emptied, nobody knows it. */
export function CostModal({ of, onClose }: { of: Product; onClose: () => void }) {
  const t = useTexts();
  const setCost = useSetCost();
  const id = useId();
  const [yuan, setYuan] = useState(of.cost === null ? null : of.cost / 100);
  const cost = fenOf(yuan);
  return (
    <ActModal
      title={t('products.costOf', { name: of.name })}
      what={t('products.costWhat')}
      act={t('products.saveCost')}
      isBlocked={cost === of.cost}
      onAct={() => setCost(of.id, cost)}
      onClose={onClose}
    >
      <Labelled id={id} label={t('products.costEach')}>
        <InputNumber<number>
          id={id}
          autoFocus
          {...COST_INPUT}
          placeholder={t('products.costUnknown')}
          value={yuan}
          onChange={setYuan}
        />
      </Labelled>
    </ActModal>
  );
}
