import type { customerPredictionView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { Explain } from '#web/kit/Explain.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { formatCount, formatFen, formatShare } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import styles from './OutlookPanel.module.css';

type Prediction = NonNullable<Wire<typeof customerPredictionView>['prediction']>;

/** What is expected of the customer in the next year, how sure that is, and what it is seen from. */
export function OutlookPanel({ of }: { of: Customer }) {
  const t = useTexts();
  const { data } = useRead<Wire<typeof customerPredictionView>>(`/customers/${of.id}/prediction`);
  const prediction = data?.prediction;
  if (!prediction) return null;
  return (
    <Panel
      title={t('outlook.title')}
      tone="sheet"
      aside={<strong className={styles.value}>{yuan(prediction.value)}</strong>}
    >
      <p className={styles.lead}>
        <Explain term={t('outlook.what')} text={t('outlook.means')} />
      </p>
      <Lines of={prediction} />
      <Why of={prediction} />
    </Panel>
  );
}

function Lines({ of }: { of: Prediction }) {
  const t = useTexts();
  const { aliveInterval: sure, ordersRange: range } = of;
  const lines = [
    {
      key: 'alive',
      label: <Explain term={t('outlook.alive')} text={t('outlook.aliveMeans')} />,
      value: share(of.alive),
      note: sure && t('outlook.between', { low: share(sure.low), high: share(sure.high) }),
    },
    {
      key: 'orders',
      label: <Explain term={t('outlook.orders')} text={t('outlook.ordersMeans')} />,
      value: t('outlook.times', { count: of.orders.toFixed(1) }),
      note: t(range.low === range.high ? 'outlook.mostlyOne' : 'outlook.mostly', {
        low: formatCount(range.low),
        high: formatCount(range.high),
      }),
    },
    { key: 'average', label: t('outlook.average'), value: yuan(of.averageOrder), note: null },
    {
      key: 'next',
      label: <Explain term={t('outlook.next')} text={t('outlook.nextMeans')} />,
      value: of.nextOrder ?? t('outlook.noNext'),
      note: null,
    },
  ];
  return (
    <Facts
      facts={lines.map(({ key, label, value, note }) => ({
        key,
        label,
        value: (
          <span className={styles.line}>
            {value}
            {note && <small>{note}</small>}
          </span>
        ),
      }))}
    />
  );
}

const share = (value: number) => formatShare(value, 0);
/** Of an estimate nobody wants the fen. */
const yuan = (fen: number) => formatFen(Math.round(fen / 100) * 100).replace('.00', '');

/** The customer's own rhythm: what the estimate is made of. */
function Why({ of: { orderDays, sinceFirst, sinceLast } }: { of: Prediction }) {
  const t = useTexts();
  const gap = orderDays > 1 ? Math.max(1, Math.round((sinceFirst - sinceLast) / (orderDays - 1))) : null;
  const values = { first: sinceFirst, last: sinceLast, count: orderDays, gap: gap ?? 0 };
  const [today, before] =
    gap === null
      ? (['outlook.whyOnceToday', 'outlook.whyOnce'] as const)
      : (['outlook.whyToday', 'outlook.why'] as const);
  return <p className={styles.why}>{t(sinceLast === 0 ? today : before, values)}</p>;
}
