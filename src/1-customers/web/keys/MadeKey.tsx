import { Button, Modal } from 'antd';
import { CopyText } from '#web/kit/CopyText.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useTexts } from '../texts/index.ts';
import { Example } from './Example.tsx';
import styles from './Keys.module.css';
import type { Made } from './KeysPage.tsx';

/** The key itself, this once, with a command to try it. */
export function MadeKey({ made, onClose }: { made: Made; onClose: () => void }) {
  const t = useTexts();
  return (
    <Modal
      open
      width={640}
      title={t('keys.madeTitle')}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('keys.close')}
        </Button>
      }
    >
      <div className={styles.made}>
        <Notice kind="advice" title={t('keys.madeOnce')}>
          {t('keys.madeWhat')}
        </Notice>
        <CopyText text={made.key} />
        <Example writeKey={made.key} kind={made.kind} />
      </div>
    </Modal>
  );
}
