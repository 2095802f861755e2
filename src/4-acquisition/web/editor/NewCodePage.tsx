import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useWecomAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { blankDraft } from './draft.ts';
import { Editor } from './Editor.tsx';

const newSearch = search({ touchpoint: text });

/** A new code; a touchpoint it is made for stands in the address. */
export default function NewCodePage() {
  const t = useTexts();
  const [{ touchpoint }] = useSearch(newSearch);
  const accounts = useWecomAccounts();
  if (!accounts) return <PageSkeleton />;
  const initial = blankDraft({ touchpointId: touchpoint, accountId: accounts[0]?.id });
  return (
    <>
      <PageHeader lead={t('editor.newLead')} />
      <Editor initial={initial} />
    </>
  );
}
