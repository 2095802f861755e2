import { Select } from 'antd';
import { formatCount, formatShare } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Predictions.module.css';
import type { Compute, Predictions } from './PredictionsPage.tsx';

const RATES = [0, 0.03, 0.05, 0.08, 0.1, 0.15, 0.2];

/** On what it was learnt, how it is worked out, and the one thing one may choose. */
export function HowItWorks({
  model,
  compute,
}: {
  model: NonNullable<Predictions['model']>;
  compute: Compute;
}) {
  const t = useTexts();
  const session = useSession();
  const values = {
    people: formatCount(model.people),
    repeat: formatCount(model.repeatBuyers),
    days: formatCount(model.days),
    until: model.until,
  };
  return (
    <Panel title={t('predictions.how')}>
      <div className={styles.what}>
        <p>{t('predictions.howData', values)}</p>
        <p>{t('predictions.howModel')}</p>
        <p>{t('predictions.howMoney')}</p>
      </div>
      <div className={styles.rate}>
        <span id="discount-rate">{t('predictions.discount')}</span>
        <Select<number>
          aria-labelledby="discount-rate"
          value={model.discount}
          disabled={!session.can('segments:write') || compute.isRunning}
          options={RATES.map(rate => ({
            value: rate,
            label: rate === 0 ? t('predictions.noDiscount') : formatShare(rate, 0),
          }))}
          onChange={discount => compute.run({ discount })}
        />
        <small className={styles.faint}>{t('predictions.discountMeans')}</small>
      </div>
    </Panel>
  );
}
