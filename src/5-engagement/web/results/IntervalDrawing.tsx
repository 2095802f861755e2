import { useTexts } from '../texts/index.ts';
import styles from './IntervalDrawing.module.css';
import { judge, placeInterval } from './interval.ts';

type Props = { interval: { difference: number; low: number; high: number } };

/** The difference and how sure it is: a dot, its interval, and the line of no difference between worse and better. */
export function IntervalDrawing({ interval }: Props) {
  const t = useTexts();
  const { low, at, high } = placeInterval(interval);
  const points = (share: number) => (share * 100).toFixed(1);
  const says = t('results.intervalSays', {
    d: points(interval.difference),
    low: points(interval.low),
    high: points(interval.high),
  });
  const x = (place: number) => `${place * 100}%`;
  return (
    <figure className={styles.interval} data-judged={judge(interval)}>
      <figcaption>{t('results.intervalOf')}</figcaption>
      <svg width="100%" height="56" role="img" aria-label={says}>
        <line className={styles.ground} x1="0" x2="100%" y1="28" y2="28" />
        <line className={styles.zero} x1="50%" x2="50%" y1="8" y2="48" />
        <line className={styles.span} x1={x(low)} x2={x(high)} y1="28" y2="28" />
        <line className={styles.end} x1={x(low)} x2={x(low)} y1="20" y2="36" />
        <line className={styles.end} x1={x(high)} x2={x(high)} y1="20" y2="36" />
        <circle className={styles.dot} cx={x(at)} cy="28" r="6" />
      </svg>
      <p className={styles.sides} aria-hidden="true">
        <span>{t('results.worse')}</span>
        <span>{t('results.none')}</span>
        <span>{t('results.better')}</span>
      </p>
      <p>{says}</p>
    </figure>
  );
}
