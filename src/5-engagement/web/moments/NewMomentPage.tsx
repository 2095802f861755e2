import { useRead } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { day, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useWecomAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { fromWall } from '../wizard/quiet-hours.ts';
import { blankDraft, draftOf } from './draft.ts';
import { MomentEditor } from './MomentEditor.tsx';
import type { Moment } from './reads.ts';

const newSearch = search({ draft: text, day });

/** A new moment, for a day of the calendar where the address names one; or a draft that is gone on with. */
export default function NewMomentPage() {
  const t = useTexts();
  const [{ draft, day: wanted }] = useSearch(newSearch);
  const accounts = useWecomAccounts();
  const { data, error, refetch } = useRead<Moment>(draft ? `/moments/${draft}` : undefined);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!accounts || (draft && !data)) return <PageSkeleton />;
  return (
    <>
      <PageHeader lead={t('moments.editor.newLead')} />
      {accounts.length === 0 ? (
        <Notice
          kind="advice"
          title={t('moments.editor.noAccount')}
          actions={<PageLink to="/settings/accounts">{t('moments.editor.connect')}</PageLink>}
        >
          {t('moments.editor.noAccountWhat')}
        </Notice>
      ) : (
        <MomentEditor
          key={draft ?? 'new'}
          id={draft}
          initial={data ? draftOf(data, new Date()) : blankDraft(accounts[0]?.id, wanted && at(wanted))}
        />
      )}
    </>
  );
}

/** Ten in the morning of that day, or of today the next full hour. */
function at(day: string): string {
  const ten = fromWall(`${day} 10:00`);
  if (ten > new Date()) return ten.toISOString();
  const hour = 3_600_000;
  const next = new Date(Math.ceil(Date.now() / hour) * hour);
  return formatInstant(next).slice(0, 10) === day
    ? next.toISOString()
    : fromWall(`${day} 23:30`).toISOString();
}
