import { Button } from 'antd';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import { isTooFew, type useCompute } from './use-compute.ts';

/** Before the first computation, and while there are too few buyers for one. */
export function NoTiers({ compute }: { compute: ReturnType<typeof useCompute> }) {
  const t = useTexts();
  const session = useSession();
  const { problem } = compute;
  return (
    <EmptyState
      size="page"
      title={isTooFew(problem) ? problem.body.title : t('tiers.none')}
      what={
        <>
          <p>{isTooFew(problem) ? problem.body.detail : t('tiers.noneWhat')}</p>
          <p>{t('tiers.lead')}</p>
        </>
      }
      action={
        session.can('segments:write') && (
          <Button type="primary" loading={compute.isRunning} onClick={() => compute.run(undefined)}>
            {t('tiers.noneDo')}
          </Button>
        )
      }
      other={session.can('imports:write') && <PageLink to="/imports/new">{t('tiers.noneImport')}</PageLink>}
    />
  );
}
