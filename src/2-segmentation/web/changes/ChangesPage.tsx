import { useParams } from '@tanstack/react-router';
import { Button } from 'antd';
import type { segmentChangesView, segmentView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { Chart } from '#web/charts/Chart.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { peopleLink } from '#web/links.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Changes.module.css';
import { Conditions } from './Conditions.tsx';
import { LastCheck } from './LastCheck.tsx';
import { Movements } from './Movements.tsx';

export type Segment = Wire<typeof segmentView>;
export type Changes = Wire<typeof segmentChangesView>;

/** How a segment changed: how many came and went, through which condition, and who. */
export default function ChangesPage() {
  const { segmentId = '' } = useParams({ strict: false }) as { segmentId?: string };
  const segment = useRead<Segment>(`/segments/${segmentId}`);
  const changes = useRead<Changes>(`/segments/${segmentId}/changes`);
  const error = segment.error ?? changes.error;
  const retry = () => void Promise.all([segment.refetch(), changes.refetch()]);
  if (error) return <ErrorState size="page" error={error} onRetry={retry} />;
  if (segment.data?.id !== segmentId || !changes.data) return <PageSkeleton />;
  return <ChangesOf segment={segment.data} changes={changes.data} />;
}

function ChangesOf({ segment, changes }: { segment: Segment; changes: Changes }) {
  const t = useTexts();
  return (
    <>
      <PageHeader
        title={t('changes.title', { name: segment.name })}
        lead={segment.words}
        aside={<LastCheck segmentId={segment.id} />}
        actions={
          <PageLink to={`/segments/${segment.id}`}>
            <Button>{t('changes.toRule')}</Button>
          </PageLink>
        }
      />
      {changes.filledAt === null ? (
        <EmptyState title={t('changes.notYet')} what={t('changes.notYetWhat')} />
      ) : (
        <Filled segment={segment} changes={changes} />
      )}
    </>
  );
}

function Filled({ segment, changes }: { segment: Segment; changes: Changes }) {
  const t = useTexts();
  const today = changes.days.at(-1);
  return (
    <>
      <Panel>
        <Columns min={180}>
          <StatNumber
            label={t('changes.now')}
            value={changes.people}
            definition={t('changes.nowMeans')}
            to={peopleLink({ segment: segment.id }, segment.name)}
          />
          <StatNumber
            label={t('changes.enteredToday')}
            value={today?.entered ?? 0}
            definition={t('changes.enteredMeans')}
          />
          <StatNumber
            label={t('changes.leftToday')}
            value={today?.left ?? 0}
            definition={t('changes.leftMeans')}
          />
        </Columns>
      </Panel>
      <Conditions leaves={changes.leaves} />
      <Panel
        title={t('changes.days')}
        aside={
          <span className={styles.faint}>
            {t('changes.since')} <DateTime at={changes.filledAt} style="day" />
          </span>
        }
      >
        <Days days={changes.days} />
      </Panel>
      <Movements segmentId={segment.id} />
    </>
  );
}

function Days({ days }: { days: Changes['days'] }) {
  const t = useTexts();
  const categories = days.map(({ day }) => day.slice(5));
  if (days.length < 2) return <p className={styles.faint}>{t('changes.oneDay')}</p>;
  return (
    <Columns min={380}>
      <Chart
        kind="line"
        title={t('changes.peopleByDay')}
        categories={categories}
        measure="count"
        series={[{ name: t('changes.people'), values: days.map(day => day.people) }]}
      />
      <Chart
        kind="bar"
        title={t('changes.movesByDay')}
        categories={categories}
        measure="count"
        series={[
          { name: t('changes.entered'), values: days.map(day => day.entered) },
          { name: t('changes.left'), values: days.map(day => day.left) },
        ]}
      />
    </Columns>
  );
}
