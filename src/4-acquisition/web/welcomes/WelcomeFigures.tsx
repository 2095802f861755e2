import { Columns } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { useTexts } from '../texts/index.ts';
import type { AccountWelcome } from './AccountPanel.tsx';
import styles from './Welcomes.module.css';

const COUNTS = ['sent', 'none', 'late', 'greeted', 'refused'] as const;

/** How welcomes went in the last seven days, and how quick the slowest one in a hundred was. */
export function WelcomeFigures({ figures }: { figures: AccountWelcome['figures'] }) {
  const t = useTexts();
  const { p99, median } = figures;
  const without = figures.sent > 0 ? undefined : t('welcomes.noTime');
  const quick = p99 === null ? without : t('welcomes.quick', { p99: ms(p99), median: ms(median ?? p99) });
  return (
    <div className={styles.figures}>
      <p className={styles.period}>{t('welcomes.period')}</p>
      <Columns min={112}>
        {COUNTS.map(key => (
          <StatNumber
            key={key}
            label={t(`welcomes.outcome.${key}`)}
            definition={t(`welcomes.means.${key}`)}
            value={figures[key]}
          />
        ))}
      </Columns>
      {quick && <p className={styles.quick}>{quick}</p>}
    </div>
  );
}

const ms = (milliseconds: number) => String(Math.max(1, Math.ceil(milliseconds)));
