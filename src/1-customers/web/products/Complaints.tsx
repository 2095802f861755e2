import { formatShare } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { isBlamed, TOPICS_AS_OF } from '../../products/topics.contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Products.module.css';
import type { Product } from './product.ts';
import { Verdict } from './Returns.tsx';

/** What refunds of it were about, and by which words one knows. */
export function Complaints({ of }: { of: Product }) {
  const t = useTexts();
  const { topics, complaints } = of;
  const most = Math.max(1, ...topics.map(({ refunds }) => refunds));
  return (
    <Panel title={t('products.complaints')} tone="sheet">
      {topics.length === 0 && <p className={styles.soft}>{t('products.noTopics')}</p>}
      {topics.length > 0 && (
        <>
          <p className={styles.figure}>
            <strong>{complaints.rate === null ? '–' : formatShare(complaints.rate)}</strong>
            <span className={styles.soft}>
              {t('products.blamed')}
              {complaints.others !== null &&
                t('products.othersToo', { rate: formatShare(complaints.others) })}
            </span>
          </p>
          <Verdict of={complaints} />
          <ul className={styles.topics}>
            {topics.map(({ topic, refunds, words }) => (
              <li key={topic}>
                <span>{t(`products.topics.${topic}`)}</span>
                <span className={styles.bar} data-blames={isBlamed(topic)}>
                  <span style={{ width: `${(refunds / most) * 100}%` }} />
                </span>
                <span>{t('products.refunds', { count: refunds })}</span>
                {words.length > 0 && (
                  <small>{words.map(one => `${one.word} ${one.refunds}`).join(t('and'))}</small>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={styles.rule}>{t('products.complaintsWhat', { day: TOPICS_AS_OF })}</p>
    </Panel>
  );
}
