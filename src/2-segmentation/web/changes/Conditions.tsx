import { listOf } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { formatCount } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Changes.module.css';
import type { Changes } from './ChangesPage.tsx';

type Leaf = Changes['leaves'][number] & { at: number };

/** Which condition moved how many since midnight: the one with the great difference is the reason. */
export function Conditions({ leaves }: { leaves: Changes['leaves'] }) {
  const t = useTexts();
  const rows = leaves.map((leaf, at) => ({ ...leaf, at }));
  return (
    <Panel title={t('changes.why')}>
      <p className={styles.faint}>{t('changes.whyMeans')}</p>
      <DataTable
        name="segment-conditions"
        label={t('changes.why')}
        unit={t('changes.conditionUnit')}
        columns={useColumns()}
        rowKey={row => String(row.at)}
        rowName={row => row.words}
        list={listOf(rows)}
        empty={null}
      />
    </Panel>
  );
}

function useColumns(): Column<Leaf>[] {
  const t = useTexts();
  return [
    { key: 'words', title: t('changes.condition'), cell: row => row.words, wrap: true, phone: 'wide' },
    { key: 'before', title: t('changes.atMidnight'), cell: row => <Count of={row.before} />, align: 'end' },
    { key: 'now', title: t('changes.now'), cell: row => <Count of={row.now} />, align: 'end' },
    { key: 'difference', title: t('changes.difference'), cell: row => difference(row), align: 'end' },
  ];
}

function difference({ before, now }: Leaf): string {
  if (before === null) return '–';
  return now > before ? `+${formatCount(now - before)}` : formatCount(now - before);
}
