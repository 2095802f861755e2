import type { priceSensitivityView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { Explain } from '#web/kit/Explain.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { formatFen, formatShare } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import styles from './OutlookPanel.module.css';

type View = Wire<typeof priceSensitivityView>;
type Sensitivity = NonNullable<View['sensitivity']>;

/** How much a price decides: the score, and the parts it is the sum of. With too few orders it says so. */
export function PricePanel({ of }: { of: Customer }) {
  const t = useTexts();
  const { data } = useRead<View>(`/customers/${of.id}/price-sensitivity`);
  if (!data || data.orders === 0 || of.refusesProfiling) return null;
  const { orders, sensitivity, formula } = data;
  const { weights } = formula;
  const points = {
    ...{ discountedPoints: weights.discounted, depthPoints: weights.depth, driftPoints: weights.drift },
    full: formatShare(formula.full, 0),
  };
  const score = sensitivity && t('price.score', { score: sensitivity.score });
  return (
    <Panel
      title={t('price.title')}
      tone="sheet"
      aside={score && <strong className={styles.value}>{score}</strong>}
    >
      {sensitivity ? (
        <>
          <p className={styles.lead}>
            <Explain term={t('price.what')} text={t('price.means', points)} />
          </p>
          <Parts of={sensitivity} orders={orders} />
        </>
      ) : (
        <p className={styles.why}>{t('price.tooFew', { orders, fewest: formula.fewest })}</p>
      )}
    </Panel>
  );
}

function Parts({ of, orders }: { of: Sensitivity; orders: number }) {
  const t = useTexts();
  const share = formatShare(of.discounted, 0);
  return (
    <Facts
      facts={[
        {
          key: 'discounted',
          label: t('price.discounted'),
          value: t('price.discountedOf', { count: of.withDiscount, orders, share }),
        },
        {
          key: 'depth',
          label: <Explain term={t('price.depth')} text={t('price.depthMeans')} />,
          value: formatShare(of.depth, 0),
        },
        {
          key: 'drift',
          label: <Explain term={t('price.drift')} text={t('price.driftMeans')} />,
          value: <Drift of={of} />,
        },
      ]}
    />
  );
}

function Drift({ of: { before, now, drift } }: { of: Sensitivity }) {
  const t = useTexts();
  const share = formatShare(Math.abs(drift), 0);
  const values = { before: formatFen(before), now: formatFen(now), share };
  if (Math.abs(drift) < 0.005) return t('price.same', values);
  return t(drift > 0 ? 'price.fell' : 'price.rose', values);
}
