import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { useLanguage, useWebTexts } from '../i18n/i18n.ts';
import { Explain } from './Explain.tsx';
import { change, formatShare, type Measure, showMeasure } from './format.ts';
import { PageLink } from './PageLink.tsx';
import { Bone } from './PageSkeleton.tsx';
import styles from './StatNumber.module.css';

type Props = {
  label: string;
  /** Undefined while it loads; null where there is no answer. */
  value: number | null | undefined;
  measure?: Measure;
  /** What exactly: one sentence. */
  definition: string;
  /** Against what. */
  before?: { value: number; period: string };
  /** Which direction is welcome; absent: neither. */
  welcome?: 'up' | 'down';
  /** Who: the list behind the number, with the same conditions. */
  to?: string;
  /** `first`: the one large number of a page. */
  size?: 'first' | 'normal';
};

/** A number that answers what exactly (hover), against what (below), and who (click). */
export function StatNumber(props: Props) {
  const { label, value, measure = 'count', definition, before, welcome, to, size = 'normal' } = props;
  const t = useWebTexts();
  const language = useLanguage();
  if (value === undefined) return <Waiting label={label} size={size} />;
  const figure = value === null ? '–' : showMeasure(value, measure, language);
  return (
    <div className={styles.stat} data-size={size}>
      <div className={styles.label}>
        <Explain term={label} text={definition} />
      </div>
      <div className={styles.value}>
        {to && value !== null ? (
          <PageLink to={to} aria-label={`${label} ${figure}, ${t('stat.open', { what: label })}`}>
            {figure}
          </PageLink>
        ) : (
          figure
        )}
      </div>
      {before && value !== null && (
        <Comparison value={value} measure={measure} before={before} welcome={welcome} />
      )}
    </div>
  );
}

function Waiting({ label, size }: { label: string; size: 'first' | 'normal' }) {
  return (
    <div className={styles.stat} data-size={size} aria-busy="true">
      <div className={styles.label}>{label}</div>
      <div className={styles.value}>
        <Bone width="120px" height={size === 'first' ? 72 : 32} />
      </div>
    </div>
  );
}

type ComparisonProps = {
  value: number;
  measure: Measure;
  before: { value: number; period: string };
  welcome: 'up' | 'down' | undefined;
};

function Comparison({ value, measure, before, welcome }: ComparisonProps) {
  const t = useWebTexts();
  const language = useLanguage();
  const { by, share } = change(value, before.value);
  if (by === 0) return <div className={styles.against}>{t('stat.unchanged', { period: before.period })}</div>;
  const direction = by > 0 ? 'up' : 'down';
  const sign = by > 0 ? '+' : '-';
  const amount =
    measure === 'share'
      ? t('stat.points', { by: `${sign}${(Math.abs(by) * 100).toFixed(1)}` })
      : `${sign}${showMeasure(Math.abs(by), measure, language)}`;
  const percent = `${sign}${formatShare(Math.abs(share ?? 0))}`;
  const moved =
    share === undefined || measure === 'share' ? amount : t('stat.withShare', { by: amount, share: percent });
  const mood = welcome === undefined ? 'neutral' : welcome === direction ? 'good' : 'poor';
  return (
    <div className={styles.against} data-mood={mood}>
      {direction === 'up' ? <ArrowUpOutlined /> : <ArrowDownOutlined />}
      <span>{t('stat.changed', { period: before.period, by: moved })}</span>
    </div>
  );
}
