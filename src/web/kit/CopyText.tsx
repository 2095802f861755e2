import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { useEffect, useState } from 'react';
import { useWebTexts } from '../i18n/i18n.ts';
import styles from './CopyText.module.css';

/** A text to take along: a number to quote, a link. Shown as it is, copied by the button beside it. */
export function CopyText({ text, label }: { text: string; label?: string }) {
  const t = useWebTexts();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const name = isCopied ? t('problem.copied') : (label ?? t('problem.copy'));
  return (
    <span className={styles.copy}>
      <code>{text}</code>
      <button
        type="button"
        aria-label={name}
        title={name}
        onClick={() => void copy(text).then(() => setCopied(true))}
      >
        {isCopied ? <CheckOutlined /> : <CopyOutlined />}
      </button>
      <span role="status" className="visually-hidden">
        {isCopied ? t('problem.copied') : ''}
      </span>
    </span>
  );
}

/** The clipboard, also over plain http in a shop's own network, where browsers hide `navigator.clipboard`. */
export async function copy(text: string): Promise<void> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}
