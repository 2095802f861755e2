import { Button } from 'antd';
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { useLanguage, useWebTexts } from '../i18n/i18n.ts';
import { showMeasure } from '../kit/format.ts';
import { Bone } from '../kit/PageSkeleton.tsx';
import { useShade } from '../theme/appearance.ts';
import styles from './Chart.module.css';
import { ChartTable } from './ChartTable.tsx';
import { type ChartData, colourOf, extremes, isLying } from './chart-data.ts';

const Canvas = lazy(() => import('./Canvas.tsx'));

type Props = ChartData & {
  /** What it answers: `每周新客`. */
  title: string;
  /** The finding in a sentence, when there is one. */
  finding?: ReactNode;
  /** In pixels; lying bars take what they need. */
  height?: number;
  /** Opens the people behind a point. */
  onPick?: (category: number, series: number) => void;
};

/** A chart with its table behind it, and its sum in words for whoever sees neither. */
export function Chart({ title, finding, height: wanted = 280, onPick, ...given }: Props) {
  const t = useWebTexts();
  const data = useSame(given);
  const height = isLying(data.kind) ? data.categories.length * data.series.length * 40 + 24 : wanted;
  const [isTable, setTable] = useState(false);
  const summary = useSummary(data);
  const isEmpty = data.series.every(({ values }) => values.every(value => value === null));
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.head}>
        <span>
          <strong>{title}</strong>
          {finding && <span className={styles.finding}>{finding}</span>}
        </span>
        {!isEmpty && (
          <Button type="text" size="small" onClick={() => setTable(!isTable)}>
            {t(isTable ? 'chart.asChart' : 'chart.asTable')}
          </Button>
        )}
      </figcaption>
      {data.kind !== 'line' && data.series.length > 1 && !isTable && <Legend data={data} />}
      {isEmpty && <p className={styles.empty}>{t('chart.empty')}</p>}
      {!isEmpty && isTable && <ChartTable title={title} data={data} />}
      {!isEmpty && !isTable && (
        <div role="img" aria-label={t('chart.of', { name: title, summary })}>
          <Suspense fallback={<Bone height={height} />}>
            <Canvas data={data} height={height} onPick={onPick} />
          </Suspense>
        </div>
      )}
    </figure>
  );
}

/** The same object while it says the same: pages build their series anew at every render, drawings should not. */
function useSame(given: ChartData): ChartData {
  const said = JSON.stringify(given);
  return useMemo(() => JSON.parse(said) as ChartData, [said]);
}

/** Bars side by side have no end to write a name at. */
function Legend({ data }: { data: ChartData }) {
  const shade = useShade();
  return (
    <ul className={styles.legend} aria-hidden="true">
      {data.series.map(({ name }, at) => (
        <li key={name}>
          <span style={{ background: colourOf(data, at, shade) }} />
          {name}
        </li>
      ))}
    </ul>
  );
}

function useSummary({ series, measure }: ChartData): string {
  const t = useWebTexts();
  const language = useLanguage();
  const sums = series.flatMap(({ name, values }) => {
    const found = extremes(values);
    if (!found) return [];
    const show = (value: number) => showMeasure(value, measure, language);
    const { low, high, last } = found;
    return t('chart.summary', {
      name,
      points: values.length,
      low: show(low),
      high: show(high),
      last: show(last),
    });
  });
  return sums.join('; ');
}
