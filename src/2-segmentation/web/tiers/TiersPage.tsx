import { Button } from 'antd';
import type { tierModelView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import { CutOffsForm } from './CutOffsForm.tsx';
import { Distribution } from './Distribution.tsx';
import { NoTiers } from './NoTiers.tsx';
import { Scores } from './Scores.tsx';
import styles from './Tiers.module.css';
import { Transitions } from './Transitions.tsx';
import { useCompute } from './use-compute.ts';

export type TierModel = Wire<typeof tierModelView>;

/** Who is worth how much attention: the three tiers, where their lines are, and who crossed one. */
export default function TiersPage() {
  const t = useTexts();
  const { data, error, refetch } = useRead<{ model: TierModel | null }>('/tiers');
  const compute = useCompute();
  if (error) return <ErrorState size="page" error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  if (!data.model) return <NoTiers compute={compute} />;
  const { model } = data;
  return (
    <>
      <PageHeader
        lead={t('tiers.lead')}
        actions={<Recompute compute={compute} />}
        aside={
          <span className={styles.computedAt}>
            {t('tiers.computedAt')} <DateTime at={model.computedAt} style="ago" /> · {t('tiers.daily')}
          </span>
        }
      />
      <Distribution model={model} />
      <Scores thresholds={model.thresholds} />
      <CutOffsForm key={model.computedAt} now={model.thresholds} compute={compute} />
      <Transitions />
    </>
  );
}

function Recompute({ compute }: { compute: ReturnType<typeof useCompute> }) {
  const t = useTexts();
  const session = useSession();
  if (!session.can('segments:write')) return null;
  return (
    <Button loading={compute.isRunning} onClick={() => compute.run(undefined)}>
      {t('tiers.compute')}
    </Button>
  );
}
