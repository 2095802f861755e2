import { useRead } from '#web/api/queries.ts';
import { useTexts } from '../../texts/index.ts';
import { Entries } from './Entries.tsx';
import type { Entry } from './told.ts';

/** The last few things that happened, for a quick look. */
export function FewEntries({ of }: { of: { id: string } }) {
  const t = useTexts();
  const { data } = useRead<{ data: Entry[] }>(`/customers/${of.id}/timeline`, { limit: 6 });
  if (!data) return null;
  if (data.data.length === 0) return <p>{t('timeline.empty')}</p>;
  return <Entries of={data.data} />;
}
