import type { Filter } from '#web/kit/filter/filters.ts';
import { flag, type SearchFields, search, text } from '#web/url/search.ts';
import { periodField, usePeriods } from './period.ts';
import { useTouchpoints } from './reads.ts';
import { useTexts } from './texts/index.ts';

export const placeFields = { q: text, touchpoint: text, days: periodField, archived: flag };
const placeSearch = search(placeFields);

/** What narrows a list of things that stand at touchpoints: words, the place, the period, put away or not. */
export function usePlaceFilters(
  of: 'codes' | 'links',
  days: string | undefined,
): Filter<SearchFields<typeof placeSearch>>[] {
  const t = useTexts();
  const touchpoints = useTouchpoints() ?? [];
  const { choices } = usePeriods(days);
  return [
    { kind: 'text', field: 'q', label: t(`${of}.search`) },
    {
      kind: 'choice',
      field: 'touchpoint',
      label: t(`${of}.touchpoint`),
      choices: touchpoints.map(({ id, name }) => ({ value: id, label: name })),
    },
    { kind: 'choice', field: 'days', label: t('period.label'), choices },
    { kind: 'flag', field: 'archived', label: t(`${of}.archived`), more: true },
  ];
}
