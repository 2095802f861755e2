import { formatShare } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { JUDGE } from '../../products/formula.contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Products.module.css';
import { boughtLink, type Product } from './product.ts';

/** Whether people come back for it, and whether they recommend it. */
export function Repeats({ of }: { of: Product }) {
  const t = useTexts();
  const { repeatRate, cohort, repeated, othersRepeat } = of;
  const values = { cohort, repeated, days: JUDGE.repeatDays, fewest: JUDGE.fewestCohort };
  return (
    <Panel title={t('products.repeat')} tone="sheet">
      <p className={styles.figure}>
        <strong>{repeatRate === null ? '–' : formatShare(repeatRate)}</strong>
        {othersRepeat !== null && (
          <span className={styles.soft}>{t('products.others', { rate: formatShare(othersRepeat) })}</span>
        )}
      </p>
      <p className={styles.soft}>
        {t(repeatRate === null ? 'products.noCohort' : 'products.repeated', values)}
      </p>
      {repeated > 0 && (
        <p>
          <PageLink to={boughtLink(of, t('products.repeatOf', { name: of.name }), 2)}>
            {t('products.repeatPeople')}
          </PageLink>
        </p>
      )}
      <h3 className={styles.next}>{t('products.recommend')}</h3>
      <p className={styles.soft}>{t('products.recommendNone')}</p>
    </Panel>
  );
}
