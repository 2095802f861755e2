import type { syncFound } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { formatCount } from '#web/kit/format.ts';
import { useTexts } from '../texts/index.ts';

const KINDS = [
  'begun',
  'ended',
  'changed',
  'tagsAdded',
  'tagsRemoved',
  'joined',
  'left',
  'groupsNew',
  'groupsEnded',
  'tagsNew',
  'tagsRenamed',
  'tagsGone',
  'membersNew',
  'membersChanged',
] as const;

type Props = { found: Wire<typeof syncFound> | undefined; first: boolean | undefined };

/** What a comparison found that no event had told, in one sentence. */
export function Found({ found = {}, first = false }: Props) {
  const t = useTexts();
  if (first) return t('accounts.syncFirst');
  const what = KINDS.flatMap(kind => {
    const n = found[kind] ?? 0;
    return n > 0 ? [t(`accounts.found.${kind}`, { n: formatCount(n) })] : [];
  });
  return what.length === 0
    ? t('accounts.foundNothing')
    : t('accounts.foundSome', { what: what.join(t('and')) });
}
