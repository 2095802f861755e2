import { Button } from 'antd';
import { useState } from 'react';
import { copy } from '#web/kit/CopyText.tsx';
import { useTexts } from '../texts/index.ts';
import { hookExample } from './hook-example.ts';
import styles from './ShopOrders.module.css';

/** A command that signs and sends one order, to be copied. */
export function Example({ address, secret }: { address: string; secret: string }) {
  const t = useTexts();
  const [isCopied, setCopied] = useState(false);
  const command = hookExample(hookAddress(address), secret);
  return (
    <div className={styles.snippet}>
      <strong>{t('shopOrders.hooks.tryIt')}</strong>
      <pre>
        <code>{command}</code>
      </pre>
      <Button size="small" onClick={() => void copy(command).then(() => setCopied(true))}>
        {t(isCopied ? 'shopOrders.hooks.copied' : 'shopOrders.hooks.copy')}
      </Button>
      <span className={styles.hint}>
        {t('shopOrders.hooks.tryServer')} <a href="/docs">{t('shopOrders.hooks.docs')}</a>
      </span>
    </div>
  );
}

/** Where orders are sent, as the browser reaches this installation. */
export function hookAddress(address: string): string {
  return `${location.origin}/hooks/orders/${address}`;
}
