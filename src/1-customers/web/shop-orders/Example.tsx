import { Snippet } from '#web/kit/Snippet.tsx';
import { useTexts } from '../texts/index.ts';
import { hookExample } from './hook-example.ts';

/** A command that signs and sends one order, to be copied. */
export function Example({ address, secret }: { address: string; secret: string }) {
  const t = useTexts();
  return (
    <Snippet title={t('shopOrders.hooks.tryIt')} text={hookExample(hookAddress(address), secret)}>
      {t('shopOrders.hooks.tryServer')} <a href="/docs">{t('shopOrders.hooks.docs')}</a>
    </Snippet>
  );
}

/** Where orders are sent, as the browser reaches this installation. */
export function hookAddress(address: string): string {
  return `${location.origin}/hooks/orders/${address}`;
}
