import { Button, Radio } from 'antd';
import { useState } from 'react';
import { formatCount } from '#web/kit/format.ts';
import type { Chosen } from '#web/kit/table/selection.ts';
import { PRODUCT_ROLES, type ProductRole } from '../../products/formula.contract.ts';
import { ActModal } from '../ActModal.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Products.module.css';
import { useSetRole } from './use-set-role.ts';

type Props = {
  chosen: Chosen;
  count: number | undefined;
  filters: Record<string, string>;
  onDone: () => void;
};

/** Gives all chosen products one role, or each the one suggested for it. */
export function BatchRoles({ chosen, count, filters, onDone }: Props) {
  const t = useTexts();
  const setRole = useSetRole();
  const [act, setAct] = useState<'set' | 'suggested'>();
  const [role, pick] = useState<ProductRole | 'none'>();
  const products = chosen.all ? { filters, except: chosen.except } : { ids: chosen.ids };
  const send = async (wanted: ProductRole | 'suggested' | null) => {
    await setRole(products, wanted);
    onDone();
  };
  const shown = { count: count === undefined ? '' : formatCount(count) };
  const close = () => setAct(undefined);
  return (
    <>
      <Button type="primary" onClick={() => setAct('set')}>
        {t('products.setRole')}
      </Button>
      <Button onClick={() => setAct('suggested')}>{t('products.takeSuggestions')}</Button>
      {act === 'suggested' && (
        <ActModal
          title={t('products.takeSuggestionsOf', shown)}
          what={t('products.takeSuggestionsWhat')}
          act={t('products.takeSuggestions')}
          onAct={() => send('suggested')}
          onClose={close}
        />
      )}
      {act === 'set' && (
        <ActModal
          title={t('products.setRoleOf', shown)}
          what={t('products.setRoleWhat')}
          act={t('products.setRole')}
          isBlocked={role === undefined}
          onAct={() => send(role === undefined || role === 'none' ? null : role)}
          onClose={close}
        >
          <Radio.Group value={role} onChange={event => pick(event.target.value as ProductRole | 'none')}>
            <div className={styles.picks}>
              {PRODUCT_ROLES.map(one => (
                <Radio key={one} value={one}>
                  <span>
                    {t(`products.roles.${one}`)}
                    <small>{t(`products.roleMeans.${one}`)}</small>
                  </span>
                </Radio>
              ))}
              <Radio value="none">{t('products.takeRole')}</Radio>
            </div>
          </Radio.Group>
        </ActModal>
      )}
    </>
  );
}
