import { Button } from 'antd';
import { useState } from 'react';
import { copy } from '#web/kit/CopyText.tsx';
import { useTexts } from '../texts/index.ts';
import { curlExample } from './curl-example.ts';
import styles from './Keys.module.css';
import type { WriteKey } from './KeysPage.tsx';

/** A command that sends one event with the key, to be copied. */
export function Example({ writeKey, kind }: { writeKey: string; kind: WriteKey['kind'] }) {
  const t = useTexts();
  const [isCopied, setCopied] = useState(false);
  const command = curlExample(location.origin, writeKey, kind);
  return (
    <div className={styles.snippet}>
      <strong>{t('keys.tryIt')}</strong>
      <pre>
        <code>{command}</code>
      </pre>
      <Button size="small" onClick={() => void copy(command).then(() => setCopied(true))}>
        {t(isCopied ? 'keys.copied' : 'keys.copy')}
      </Button>
      <span className={styles.hint}>{t('keys.tryServer')}</span>
    </div>
  );
}
