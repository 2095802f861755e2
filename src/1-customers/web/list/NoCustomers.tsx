import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useSession } from '#web/session/session.ts';
import { ImportButton } from '../ImportButton.tsx';
import { useTexts } from '../texts/index.ts';

/** A company that knows nobody yet: orders bring customers, and so does WeCom. */
export function NoCustomers() {
  const t = useTexts();
  const { can } = useSession();
  if (!can('imports:write'))
    return <EmptyState title={t('list.emptyTitle')} what={t('list.emptyForStaff')} />;
  return (
    <EmptyState
      title={t('list.emptyTitle')}
      what={t('list.emptyWhat')}
      action={<ImportButton />}
      other={can('channels:write') && <PageLink to="/settings/accounts">{t('list.connectWecom')}</PageLink>}
    />
  );
}
