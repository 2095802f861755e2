import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useLanguage } from '#web/i18n/i18n.ts';
import { formatInstant, sayDay } from '#web/kit/format.ts';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import type { reachabilityView } from '../../../contact/contract.ts';
import { useTexts } from '../../texts/index.ts';
import styles from './ReachPanel.module.css';

export type Reachability = Wire<typeof reachabilityView>;

export function useReachability(id: string) {
  return useRead<Reachability>(`/customers/${id}/reachability`);
}

/** Whether somebody can be contacted now, in one or two sentences: the gate's own, never a guess of the page. */
export function ReachLine({ of }: { of: string }) {
  const t = useTexts();
  const { data } = useReachability(of);
  if (!data) return <Bone width="80%" height={24} />;
  if (data.accounts.length === 0) return <p className={styles.reach}>{t('reach.noAccount')}</p>;
  return (
    <div>
      {data.accounts.map(account => (
        <OneAccount key={account.id} account={account} isOnly={data.accounts.length === 1} />
      ))}
      {data.quietUntil && data.accounts.some(account => account.marketing.reachable) && (
        <Quiet until={data.quietUntil} />
      )}
    </div>
  );
}

type AccountProps = { account: Reachability['accounts'][number]; isOnly: boolean };

function OneAccount({ account: { name, marketing, service }, isOnly }: AccountProps) {
  const t = useTexts();
  const said = marketing.reachable
    ? t('reach.yes', { member: marketing.member ?? '' })
    : (marketing.words ?? t('reach.no'));
  return (
    <div className={styles.reach} data-reachable={marketing.reachable}>
      {!isOnly && <p className={styles.faint}>{name}</p>}
      <p className={styles.verdict}>
        <strong>{t(marketing.reachable ? 'reach.can' : 'reach.cannot')}</strong>
        <span>{said}</span>
      </p>
      {!marketing.reachable && service.reachable && <p className={styles.faint}>{t('reach.service')}</p>}
    </div>
  );
}

function Quiet({ until }: { until: string }) {
  const t = useTexts();
  const language = useLanguage();
  const when = `${sayDay(until, language)} ${formatInstant(until).slice(11)}`;
  return <p className={styles.faint}>{t('reach.quiet', { until: when })}</p>;
}
