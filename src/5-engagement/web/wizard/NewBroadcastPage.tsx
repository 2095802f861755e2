import { Navigate } from '@tanstack/react-router';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { BroadcastWizard } from './BroadcastWizard.tsx';
import { Discard } from './Discard.tsx';
import { useInitial, wizardSearch } from './use-initial.ts';

/** Writing a broadcast: a new one, a draft (`?draft=`), one like another (`?copy=`), for a segment or a rule. */
export default function NewBroadcastPage() {
  const t = useTexts();
  const [asked, ask] = useSearch(wizardSearch);
  const { draft, begun, error, retry } = useInitial(asked);
  if (error) return <ErrorState error={error} onRetry={retry} size="page" />;
  if (begun) return <Navigate to={`/broadcasts/${begun}`} replace />;
  if (!draft) return <PageSkeleton />;
  return (
    <>
      <PageHeader
        aside={
          asked.draft && (
            <>
              <Tag>{t('wizard.draftSaved')}</Tag>
              <Discard id={asked.draft} />
            </>
          )
        }
      />
      <BroadcastWizard initial={draft} asked={asked} ask={ask} />
    </>
  );
}
