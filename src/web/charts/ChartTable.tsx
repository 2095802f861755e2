import { useLanguage, useWebTexts } from '../i18n/i18n.ts';
import { formatShare, showMeasure } from '../kit/format.ts';
import styles from './Chart.module.css';
import { type ChartData, conversions } from './chart-data.ts';

/** The same numbers as rows: to read out, to copy, to check. */
export function ChartTable({ title, data }: { title: string; data: ChartData }) {
  const t = useWebTexts();
  const language = useLanguage();
  const shares = data.kind === 'funnel' ? conversions(data.series[0]?.values ?? []) : undefined;
  const share = (value: number | null | undefined) => (typeof value === 'number' ? formatShare(value) : '–');
  return (
    <div className={styles.table}>
      <table>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            <td />
            {data.series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
            {shares && <th scope="col">{t('chart.from')}</th>}
            {shares && <th scope="col">{t('chart.over')}</th>}
          </tr>
        </thead>
        <tbody>
          {data.categories.map((category, at) => (
            <tr key={category}>
              <th scope="row">{category}</th>
              {data.series.map(({ name, values }) => {
                const value = values[at];
                return <td key={name}>{value == null ? '–' : showMeasure(value, data.measure, language)}</td>;
              })}
              {shares && <td>{share(shares[at]?.fromPrevious)}</td>}
              {shares && <td>{share(shares[at]?.fromFirst)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
