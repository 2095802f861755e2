import { Term } from '#web/kit/Explain.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { useTexts } from '../../texts/index.ts';
import type { Customer } from '../customer.ts';
import { type Reachability, ReachLine, useReachability } from './ReachLine.tsx';
import styles from './ReachPanel.module.css';
import { Wishes } from './Wishes.tsx';

/** Whether somebody can be contacted now, what of the week's budget is spent, and what they wish. */
export function ReachPanel({ of }: { of: Customer }) {
  const t = useTexts();
  return (
    <Panel title={t('reach.title')} tone="sheet">
      <ReachLine of={of.id} />
      <Week of={of.id} />
      <Rest of={of.id} />
      <Wishes of={of} />
    </Panel>
  );
}

/** What is left of the month, whether a member can call or write themselves, and what last reached them. */
function Rest({ of }: { of: string }) {
  const t = useTexts();
  const { data } = useReachability(of);
  if (!data) return null;
  const { month, hand, texts, lastContact, following } = data;
  const left = Math.max(0, month.max - month.used);
  const isLimited = month.max <= 1_000;
  return (
    <ul className={styles.rest}>
      {isLimited && data.accounts.length > 0 && <li>{t('reach.month', { left, used: month.used })}</li>}
      {following.map(account => (
        <li key={`${account.id} ${account.since}`}>{sayFollowing(account, t)}</li>
      ))}
      <li>
        {hand.reachable
          ? t('reach.hand', { member: hand.member ?? '' })
          : t('reach.noHand', { why: hand.words ?? '' })}
      </li>
      {texts && (
        <li>{texts.reachable ? t('reach.texts') : t('reach.noTexts', { why: texts.words ?? '' })}</li>
      )}
      <li>{lastContact ? <LastContact of={lastContact} /> : t('reach.never')}</li>
    </ul>
  );
}

/** An official account may answer for a while only, and so many times. */
function sayFollowing(
  { name, window }: Reachability['following'][number],
  t: ReturnType<typeof useTexts>,
): string {
  if (!window) return t('reach.followsClosed', { name });
  return t('reach.followsOpen', { name, until: formatInstant(window.until), n: window.left });
}

function LastContact({ of: { at, channel, member } }: { of: NonNullable<Reachability['lastContact']> }) {
  const t = useTexts();
  const known = (['wecom', 'sms', 'hand', 'official_account'] as const).find(one => one === channel);
  const values = {
    day: formatInstant(at, 'day'),
    channel: known ? t(`channel.${known}`) : channel,
    member: member ?? '',
  };
  return t(member ? 'reach.lastBy' : 'reach.last', values);
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
