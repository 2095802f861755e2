import { useParams } from '@tanstack/react-router';
import { ApiProblem } from '#web/api/problem.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import { useCustomerName } from '../CustomerName.tsx';
import { useTexts } from '../texts/index.ts';
import { tierOf } from '../tier.ts';
import styles from './CustomerPage.module.css';
import { type Customer, useCustomer } from './customer.ts';
import { FollowUpPanel } from './next/FollowUpPanel.tsx';
import { OfficialPanel } from './next/OfficialPanel.tsx';
import { OrdersPanel } from './next/OrdersPanel.tsx';
import { OutlookPanel } from './next/OutlookPanel.tsx';
import { PricePanel } from './next/PricePanel.tsx';
import { ReachPanel } from './next/ReachPanel.tsx';
import { SegmentsPanel } from './next/SegmentsPanel.tsx';
import { TagsPanel } from './next/TagsPanel.tsx';
import { TierPanel } from './next/TierPanel.tsx';
import { ValuePanel } from './next/ValuePanel.tsx';
import { Summary } from './Summary.tsx';
import { Timeline } from './timeline/Timeline.tsx';
import { WhoPanel } from './who/WhoPanel.tsx';

/** 客户资料: who they are, what happened, what to do next and why; nothing essential behind a tab. */
export default function CustomerPage() {
  const { customerId } = useParams({ strict: false }) as { customerId?: string };
  // Another customer is another page: nothing of the former one may stand under the new name.
  return <OneCustomer key={customerId} id={customerId ?? ''} />;
}

function OneCustomer({ id }: { id: string }) {
  const { data, error, refetch } = useCustomer(id);
  if (data) return <Shown of={data} />;
  if (error instanceof ApiProblem && [400, 404].includes(error.status)) return <NobodyHere />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  return <PageSkeleton />;
}

function Shown({ of }: { of: Customer }) {
  const tier = tierOf(of.facts.tier?.str);
  return (
    <>
      <PageHeader
        title={useCustomerName(of)}
        aside={tier && <TierTag tier={tier} />}
        lead={<Summary of={of} />}
      />
      {of.note && <p className={styles.note}>{of.note}</p>}
      <Jump />
      <div className={styles.page}>
        <div className={styles.who} id="who">
          <WhoPanel of={of} />
        </div>
        <div className={styles.next} id="next">
          <ReachPanel of={of} />
          <OfficialPanel of={of} />
          <FollowUpPanel of={of} />
          <TierPanel of={of} />
          <ValuePanel of={of} />
          <OutlookPanel of={of} />
          <PricePanel of={of} />
          <TagsPanel of={of} />
          <SegmentsPanel of={of} />
          <OrdersPanel of={of} />
        </div>
        <div className={styles.time} id="time">
          <Timeline of={of.id} />
        </div>
      </div>
    </>
  );
}

/** On a phone the three columns follow each other; this is the way to each. */
function Jump() {
  const t = useTexts();
  return (
    <nav className={styles.jump} aria-label={t('jump.label')}>
      {(['next', 'who', 'time'] as const).map(part => (
        <button
          key={part}
          type="button"
          onClick={() => document.getElementById(part)?.scrollIntoView({ behavior: 'smooth' })}
        >
          {t(`jump.${part}`)}
        </button>
      ))}
    </nav>
  );
}

function NobodyHere() {
  const t = useTexts();
  return (
    <EmptyState
      size="page"
      title={t('nobody.title')}
      what={t('nobody.what')}
      action={<PageLink to="/customers">{t('nobody.back')}</PageLink>}
    />
  );
}
