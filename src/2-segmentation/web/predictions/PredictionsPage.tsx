import { Button } from 'antd';
import type { predictionsView } from '#segmentation/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import { Bands } from './Bands.tsx';
import { HoldoutPanel } from './HoldoutPanel.tsx';
import { HowItWorks } from './HowItWorks.tsx';
import { NoPrediction } from './NoPrediction.tsx';
import styles from './Predictions.module.css';
import { useCompute } from './use-compute.ts';
import { Values } from './Values.tsx';

export type Predictions = Wire<typeof predictionsView>;
export type Compute = ReturnType<typeof useCompute>;

/** What customers are expected to bring in a year, who of them may be gone, and whether to believe it. */
export default function PredictionsPage() {
  const t = useTexts();
  const { data, error, refetch } = useRead<Predictions>('/predictions');
  const compute = useCompute();
  if (error) return <ErrorState size="page" error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  const { model } = data;
  if (model?.outcome !== 'fitted') return <NoPrediction of={data} compute={compute} />;
  return (
    <>
      <PageHeader
        lead={t('predictions.lead')}
        actions={<Recompute compute={compute} />}
        aside={
          <span className={styles.faint}>
            {t('tiers.computedAt')} <DateTime at={model.trainedAt} style="ago" /> · {t('predictions.daily')}
          </span>
        }
      />
      <Bands bands={data.alive} />
      {model.holdout && <HoldoutPanel of={model.holdout} />}
      <Values bands={data.values} />
      <HowItWorks model={model} compute={compute} />
    </>
  );
}

function Recompute({ compute }: { compute: Compute }) {
  const t = useTexts();
  const session = useSession();
  if (!session.can('segments:write')) return null;
  return (
    <Button loading={compute.isRunning} onClick={() => compute.run({})}>
      {t('predictions.compute')}
    </Button>
  );
}
