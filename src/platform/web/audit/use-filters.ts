import type { Filter } from '#web/kit/filter/filters.ts';
import { useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { ACTIONS, actionKey } from './actions.ts';
import type { AuditFields } from './audit-search.ts';

export function useFilters(): Filter<AuditFields>[] {
  const t = useTexts();
  const members = useMembers().map(({ id, name }) => ({ value: id.replace('mem_', 'member:'), label: name }));
  return [
    { kind: 'text', field: 'customer', label: t('audit.customer') },
    {
      kind: 'choice',
      field: 'actor',
      label: t('audit.who'),
      choices: [
        ...members,
        { value: 'system', label: t('audit.system') },
        { value: 'cli', label: t('audit.cli') },
      ],
    },
    {
      kind: 'choice',
      field: 'action',
      label: t('audit.action'),
      choices: ACTIONS.map(action => ({ value: action, label: t(`audit.actions.${actionKey(action)}`) })),
    },
  ];
}
