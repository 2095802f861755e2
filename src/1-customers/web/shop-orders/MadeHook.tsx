import { Button, Modal } from 'antd';
import { CopyText } from '#web/kit/CopyText.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useTexts } from '../texts/index.ts';
import { Example, hookAddress } from './Example.tsx';
import styles from './ShopOrders.module.css';
import type { Made } from './ShopOrdersPage.tsx';

/** The secret, this once, with a command to try it. */
export function MadeHook({ made, onClose }: { made: Made; onClose: () => void }) {
  const t = useTexts();
  return (
    <Modal
      open
      width={680}
      title={t(made.isRotated ? 'shopOrders.hooks.rotatedTitle' : 'shopOrders.hooks.madeTitle')}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('shopOrders.hooks.close')}
        </Button>
      }
    >
      <div className={styles.stack}>
        <Notice kind="advice" title={t('shopOrders.hooks.once')}>
          {t('shopOrders.hooks.onceWhat')} {made.isRotated && t('shopOrders.hooks.rotatedWhat')}
        </Notice>
        <Facts
          facts={[
            {
              key: 'address',
              label: t('shopOrders.hooks.address'),
              value: <CopyText text={hookAddress(made.address)} />,
            },
            { key: 'secret', label: t('shopOrders.hooks.secret'), value: <CopyText text={made.secret} /> },
          ]}
        />
        <Example address={made.address} secret={made.secret} />
      </div>
    </Modal>
  );
}
