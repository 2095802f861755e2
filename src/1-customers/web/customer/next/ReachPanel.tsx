import { Term } from '#web/kit/Explain.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import { ReachLine, useReachability } from './ReachLine.tsx';
import styles from './ReachPanel.module.css';
import { Wishes } from './Wishes.tsx';

/** Whether somebody can be contacted now, what of the week's budget is spent, and what they wish. */
export function ReachPanel({ of }: { of: Customer }) {
  const t = useTexts();
  return (
    <Panel title={t('reach.title')} tone="sheet">
      <ReachLine of={of.id} />
      <Week of={of.id} />
      <Wishes of={of} />
    </Panel>
  );
}

/** The attention budget of this week, spent and left. */
function Week({ of }: { of: string }) {
  const t = useTexts();
  const { data } = useReachability(of);
  if (!data || data.accounts.length === 0) return null;
  const { used, max } = data.week;
  return (
    <div className={styles.week}>
      <Term of="attention" />
      {max <= 10 && (
        <span className={styles.pips} aria-hidden="true">
          {Array.from({ length: max }, (_, at) => at).map(at => (
            <span key={at} data-used={at < used} />
          ))}
        </span>
      )}
      <span>{t(max > 1_000 ? 'reach.weekUnlimited' : 'reach.week', { used, max })}</span>
    </div>
  );
}
