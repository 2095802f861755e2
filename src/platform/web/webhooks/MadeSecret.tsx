import { Button, Modal } from 'antd';
import { CopyText } from '#web/kit/CopyText.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { Snippet } from '#web/kit/Snippet.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Webhooks.module.css';
import type { Made } from './WebhooksPage.tsx';

/** As the receiver's makers would write it; the library is the one of Standard Webhooks. */
const EXAMPLE = `import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env.SIYU_WEBHOOK_SECRET);
const event = webhook.verify(rawBody, request.headers);`;

/** The secret, this once, with how it is used. */
export function MadeSecret({ made, onClose }: { made: Made; onClose: () => void }) {
  const t = useTexts();
  return (
    <Modal
      open
      width={680}
      title={t(made.isRotated ? 'webhooks.rotatedTitle' : 'webhooks.madeTitle')}
      mask={{ closable: false }}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {t('webhooks.kept')}
        </Button>
      }
    >
      <div className={styles.stack}>
        <Notice kind="advice" title={t('webhooks.once')}>
          {t(made.isRotated ? 'webhooks.rotatedWhat' : 'webhooks.onceWhat')}
        </Notice>
        <Facts
          facts={[{ key: 'secret', label: t('webhooks.secret'), value: <CopyText text={made.secret} /> }]}
        />
        <Snippet title={t('webhooks.example')} text={EXAMPLE}>
          {t('webhooks.exampleWhat')}
        </Snippet>
      </div>
    </Modal>
  );
}
