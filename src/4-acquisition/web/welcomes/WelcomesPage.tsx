import { useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { useTexts } from '../texts/index.ts';
import { AccountPanel, type AccountWelcome } from './AccountPanel.tsx';

/** What each corp says to who comes by no code with words of its own, and how that went. */
export default function WelcomesPage() {
  const t = useTexts();
  const { data, error, refetch } = useRead<{ data: AccountWelcome[] }>('/welcomes');
  return (
    <>
      <PageHeader lead={t('welcomes.lead')} />
      {!data && !error && <Bone height={120} />}
      {!data && error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.data.length === 0 && (
        <EmptyState
          title={t('editor.noAccount')}
          what={t('welcomes.noAccountWhat')}
          action={<PageLink to="/settings/accounts">{t('editor.connect')}</PageLink>}
        />
      )}
      {data?.data.map(one => (
        <AccountPanel key={one.account.id} of={one} />
      ))}
    </>
  );
}
