import { useWords } from '#web/i18n/i18n.ts';
import { Count } from '#web/kit/Count.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { FIELD_TYPE_WORDS } from '../../fields/types.contract.ts';
import { useTexts } from '../texts/index.ts';
import type { FieldView } from './fields.ts';

export function useColumns(): Column<FieldView>[] {
  const t = useTexts();
  const words = useWords();
  return [
    {
      key: 'name',
      title: t('fields.page.name'),
      cell: row => (
        <span>
          {row.name} {row.archivedAt && <Tag tone="advice">{t('fields.page.archived')}</Tag>}
        </span>
      ),
      width: 160,
    },
    {
      key: 'type',
      title: t('fields.page.type'),
      cell: row => words(FIELD_TYPE_WORDS[row.type]),
      phone: 'aside',
    },
    {
      key: 'options',
      title: t('fields.page.options'),
      cell: row => (row.options.length > 0 ? row.options.join(t('and')) : <Count of={null} />),
      wrap: true,
    },
    { key: 'key', title: t('fields.page.key'), cell: row => <code>{row.key}</code> },
    {
      key: 'inList',
      title: t('fields.page.inList'),
      cell: row => (row.inList ? t('fields.of.yes') : <Count of={null} />),
      phone: 'hidden',
    },
    {
      key: 'people',
      title: t('fields.page.people'),
      cell: row => <Count of={row.people} />,
      align: 'end',
    },
  ];
}
