import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Events.module.css';
import type { EventDefinition } from './matching.ts';

export function useColumns(): Column<EventDefinition>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('dictionary.key'), cell: row => <Name of={row} />, width: 220 },
    {
      key: 'meaning',
      title: t('dictionary.meaning'),
      cell: row => row.meaning ?? <Count of={null} />,
      wrap: true,
      width: 200,
    },
    {
      key: 'properties',
      title: t('dictionary.properties'),
      cell: ({ properties }) =>
        properties.length > 0 ? properties.map(({ name }) => name).join(', ') : <Count of={null} />,
      wrap: true,
      width: 200,
      phone: 'hidden',
    },
    {
      key: 'seen',
      title: t('dictionary.seen'),
      explain: t('dictionary.seenMeans'),
      cell: row => <Count of={row.seen} />,
      align: 'end',
    },
    {
      key: 'people',
      title: t('dictionary.people'),
      explain: t('dictionary.peopleMeans'),
      cell: row => <Count of={row.people} />,
      align: 'end',
    },
    {
      key: 'last',
      title: t('dictionary.last'),
      cell: row => <DateTime at={row.lastSeenAt} style="ago" />,
      align: 'end',
    },
  ];
}

/** What people call it, with the name it is sent under. */
function Name({ of: { name, key } }: { of: EventDefinition }) {
  return (
    <span className={styles.name}>
      {name ?? key}
      {name && name !== key && <small>{key}</small>}
    </span>
  );
}
