import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useWebTexts } from '../i18n/i18n.ts';
import { copy } from './CopyText.tsx';
import styles from './Snippet.module.css';

/** A command to be copied and run; below it what to look out for. */
export function Snippet({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  const t = useWebTexts();
  const [isCopied, setCopied] = useState(false);
  return (
    <div className={styles.snippet}>
      <strong>{title}</strong>
      <pre>
        <code>{text}</code>
      </pre>
      <Button size="small" onClick={() => void copy(text).then(() => setCopied(true))}>
        {t(isCopied ? 'snippet.copied' : 'snippet.copy')}
      </Button>
      {children && <span className={styles.note}>{children}</span>}
    </div>
  );
}
