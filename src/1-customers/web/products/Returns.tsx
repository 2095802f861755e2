import { formatShare } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { JUDGE } from '../../products/formula.contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Products.module.css';
import type { Product } from './product.ts';

/** How often it came back, beside the other products of its shop. */
export function Returns({ of }: { of: Product }) {
  const t = useTexts();
  const { returns } = of;
  return (
    <Panel title={t('products.returns')} tone="sheet">
      <p className={styles.figure}>
        <strong>{returns.rate === null ? '–' : formatShare(returns.rate)}</strong>
        {returns.others !== null && (
          <span className={styles.soft}>{t('products.others', { rate: formatShare(returns.others) })}</span>
        )}
      </p>
      <p className={styles.soft}>{t('products.returned', { hits: returns.hits, of: returns.of })}</p>
      <Verdict of={returns} />
    </Panel>
  );
}

/** What may be said of a rate beside the shop's. */
export function Verdict({ of }: { of: Product['returns'] }) {
  const t = useTexts();
  if (of.rate === null)
    return <p className={styles.soft}>{t('products.tooFew', { fewest: JUDGE.fewest })}</p>;
  if (of.others === null)
    return <p className={styles.soft}>{t('products.noOthers', { fewest: JUDGE.fewest })}</p>;
  return <p className={styles.soft}>{t(of.isAbove ? 'products.isAbove' : 'products.asUsual')}</p>;
}
