import { useRead } from '#web/api/queries.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { stringifySearch } from '#web/url/search.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Reach.module.css';
import { type Days, signed, sumsOf } from './reach.ts';
import { TrendLine } from './TrendLine.tsx';

const SHOWN = 4;

/** Under the first number: how it went, and why it is another than yesterday; each cause opens its people. */
export function ReachSummary() {
  const t = useTexts();
  const { data } = useRead<Days>('/reachability/days', { days: 30 });
  const today = data?.data.at(-1);
  if (!today) return null;
  if (!today.before) return <p className={styles.faint}>{t('reach.since', { day: today.day })}</p>;
  const { net } = sumsOf(today.causes);
  return (
    <div className={styles.summary}>
      <TrendLine days={data?.data ?? []} />
      <p>
        <strong>{t('reach.changeToday', { before: today.before })}</strong>{' '}
        {today.causes.length === 0 ? t('reach.same') : t('reach.net', { n: signed(net) })}
      </p>
      <ul className={styles.chips}>
        {today.causes.slice(0, SHOWN).map(({ cause, people }) => (
          <li key={cause}>
            <PageLink to={`/reachability${stringifySearch({ day: today.day, cause })}`}>
              {t(`reach.causes.${cause}`)} {signed(people)}
            </PageLink>
          </li>
        ))}
        <li>
          <PageLink to="/reachability">{t('reach.more')}</PageLink>
        </li>
      </ul>
    </div>
  );
}
