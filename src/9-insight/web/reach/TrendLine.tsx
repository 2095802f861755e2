import { formatCount } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Reach.module.css';
import { type Day, daysSinceFirst } from './reach.ts';

const WIDTH = 240;
const HEIGHT = 40;

/** The trend in a word-sized line; the page behind it has the chart with its axes. */
export function TrendLine({ days }: { days: readonly Day[] }) {
  const t = useTexts();
  if (days.length < 3) return null;
  const values = days.map(({ reachable }) => reachable);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const since = daysSinceFirst(days);
  const x = (at: number) => ((since[at] ?? 0) / (since.at(-1) ?? 1)) * WIDTH;
  const y = (value: number) => HEIGHT - 3 - ((value - low) / Math.max(1, high - low)) * (HEIGHT - 6);
  const words = `${t('reach.trend')}: ${formatCount(low)} – ${formatCount(high)}`;
  return (
    <svg className={styles.trend} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={words}>
      <title>{words}</title>
      <polyline points={values.map((value, at) => `${x(at)},${y(value)}`).join(' ')} />
      <circle cx={x(values.length - 1)} cy={y(values.at(-1) ?? 0)} r={2.5} />
    </svg>
  );
}
