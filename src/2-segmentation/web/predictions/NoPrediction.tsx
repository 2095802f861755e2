import { Button } from 'antd';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { formatCount } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import type { Compute, Predictions } from './PredictionsPage.tsx';

/** Before the first training, and while there is too little to learn from: what is missing, and what to do. */
export function NoPrediction({ of: { model, needs }, compute }: { of: Predictions; compute: Compute }) {
  const t = useTexts();
  const session = useSession();
  const reason = model && model.outcome !== 'fitted' ? model.outcome : 'none';
  const values = {
    days: formatCount(model?.days ?? 0),
    neededDays: formatCount(needs.days),
    buyers: formatCount(model?.repeatBuyers ?? 0),
    needed: formatCount(needs.repeatBuyers),
  };
  return (
    <EmptyState
      size="page"
      title={t(reason === 'none' ? 'predictions.none' : 'predictions.refused')}
      what={
        <>
          <p>{t(`predictions.why.${reason}`, values)}</p>
          <p>{t('predictions.lead')}</p>
        </>
      }
      action={
        session.can('segments:write') && (
          <Button type="primary" loading={compute.isRunning} onClick={() => compute.run({})}>
            {t(reason === 'none' ? 'predictions.first' : 'predictions.compute')}
          </Button>
        )
      }
      other={session.can('imports:write') && <PageLink to="/imports/new">{t('tiers.noneImport')}</PageLink>}
    />
  );
}
