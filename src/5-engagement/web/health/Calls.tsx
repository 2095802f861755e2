import { formatCount, formatShare } from '#web/kit/format.ts';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Health.module.css';
import type { Health } from './HealthPage.tsx';

/** What of the limits is used up, what requests came to, and what WeCom counted. */
export function Calls({ health }: { health: Health }) {
  return (
    <Columns min={320}>
      <Requests health={health} />
      <Quotas health={health} />
      <Days health={health} />
    </Columns>
  );
}

function Requests({ health: { calls } }: { health: Health }) {
  const t = useTexts();
  const all = calls.reduce((sum, one) => sum + one.calls, 0);
  return (
    <Panel title={t('health.calls')}>
      <p className={styles.faint}>{t('health.callsWhat')}</p>
      {calls.length === 0 && <p className={styles.faint}>{t('health.noCalls')}</p>}
      <ul className={styles.lines}>
        {calls.map(({ meaning, calls: n, codes }) => (
          <li key={meaning}>
            <div className={styles.line}>
              <span>{t(`health.meanings.${known(meaning)}`)}</span>
              <span>{t('health.ofAll', { n: formatCount(n), share: formatShare(n / all) })}</span>
            </div>
            {codes.map(one => (
              <p key={one.code} className={styles.faint}>
                {t('health.code', { code: one.code, n: formatCount(one.calls), words: one.words })}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const MEANINGS = [
  ...(['ok', 'retry', 'refresh_token', 'slow_down', 'fix_data', 'config'] as const),
  ...(['gone', 'done', 'bug', 'uncertain', 'put_off'] as const),
];
const known = (meaning: string) => MEANINGS.find(one => one === meaning) ?? 'bug';

function Quotas({ health: { quotas } }: { health: Health }) {
  const t = useTexts();
  const nameOf = (name: string) => (name === 'ways' || name === 'links' ? t(`health.${name}`) : name);
  return (
    <Panel title={t('health.quotas')}>
      <p className={styles.faint}>{t('health.quotasWhat')}</p>
      <ul className={styles.lines}>
        {quotas.map(({ name, used, most }) => (
          <li key={name}>
            <div className={styles.line}>
              <span>{nameOf(name)}</span>
              <span>{t('health.used', { used: formatCount(used), most: formatCount(most) })}</span>
            </div>
            <meter className={styles.meter} aria-label={nameOf(name)} value={used} max={Math.max(1, most)} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Days({ health: { days } }: { health: Health }) {
  const t = useTexts();
  return (
    <Panel title={t('health.days')}>
      <p className={styles.faint}>{t('health.daysWhat')}</p>
      {days.length === 0 ? (
        <p className={styles.faint}>{t('health.noDays')}</p>
      ) : (
        <table className={styles.days}>
          <thead>
            <tr>
              <th scope="col">{t('health.day')}</th>
              <th scope="col">{t('health.addedOn')}</th>
              <th scope="col">{t('health.lostOn')}</th>
            </tr>
          </thead>
          <tbody>
            {days.toReversed().map(({ day, added, lost }) => (
              <tr key={day}>
                <th scope="row">{day}</th>
                <td>{formatCount(added)}</td>
                <td>{formatCount(lost)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
