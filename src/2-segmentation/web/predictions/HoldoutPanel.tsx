import { Chart } from '#web/charts/Chart.tsx';
import { formatCount, formatShare } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useTexts } from '../texts/index.ts';
import { judge } from './judge.ts';
import styles from './Predictions.module.css';
import type { Predictions } from './PredictionsPage.tsx';

type Holdout = NonNullable<NonNullable<Predictions['model']>['holdout']>;

/** Learnt from the first part of the history only, set beside what then happened: whether to believe it. */
export function HoldoutPanel({ of }: { of: Holdout }) {
  const t = useTexts();
  const { verdict, off, over } = judge(of);
  const said = t(over ? 'predictions.over' : 'predictions.under', { off: formatShare(off, 0) });
  return (
    <Panel title={t('predictions.holdout')}>
      <p className={styles.what}>
        {t('predictions.holdoutWhat', { cut: of.cut, until: of.until, people: formatCount(of.people) })}
      </p>
      <Notice kind={verdict === 'poor' ? 'advice' : 'note'} title={t(`predictions.verdict.${verdict}`)}>
        {t('predictions.result', {
          predicted: formatCount(Math.round(of.predicted)),
          actual: formatCount(of.actual),
          said,
        })}
      </Notice>
      <div className={styles.beside}>
        <Chart
          kind="bar"
          title={t('predictions.holdoutChart')}
          categories={of.groups.map(group => String(orderDays(group)) + (isLast(of, group) ? '+' : ''))}
          measure="count"
          series={[
            {
              name: t('predictions.predicted'),
              values: of.groups.map(g => Math.round(g.predicted * g.people)),
            },
            { name: t('predictions.actual'), values: of.groups.map(g => Math.round(g.actual * g.people)) },
          ]}
        />
        <Averages of={of} />
      </div>
    </Panel>
  );
}

type Group = Holdout['groups'][number];

const orderDays = ({ repeats }: Group) => repeats + 1;
const isLast = ({ groups }: Holdout, group: Group) => group.repeats === 7 && groups.at(-1) === group;

function Averages({ of }: { of: Holdout }) {
  const t = useTexts();
  return (
    <table className={styles.table}>
      <caption>{t('predictions.averages')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('predictions.before')}</th>
          <th scope="col">{t('predictions.people')}</th>
          <th scope="col">{t('predictions.predicted')}</th>
          <th scope="col">{t('predictions.actual')}</th>
        </tr>
      </thead>
      <tbody>
        {of.groups.map(group => (
          <tr key={group.repeats}>
            <th scope="row">
              {t(isLast(of, group) ? 'predictions.timesMore' : 'predictions.times', {
                count: orderDays(group),
              })}
            </th>
            <td>{formatCount(group.people)}</td>
            <td>{group.predicted.toFixed(2)}</td>
            <td>{group.actual.toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
