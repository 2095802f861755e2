import { listOf } from '#web/api/queries.ts';
import { formatInstant } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useTexts } from '../texts/index.ts';
import type { Health } from './HealthPage.tsx';
import { LiftOverride } from './LiftOverride.tsx';

type Override = Health['overrides'][number];

/** What people said over the automatic pace, and why. */
export function Overrides({ health }: { health: Health }) {
  const t = useTexts();
  const inForce = ({ endedAt, until }: Override) => endedAt === null && new Date(until) > new Date();
  const columns: Column<Override>[] = [
    { key: 'of', title: t('health.of'), cell: one => one.member?.name ?? t('health.whole'), width: 110 },
    { key: 'pace', title: t('health.speed'), cell: one => t(`health.pace.${one.pace}`), phone: 'aside' },
    { key: 'reason', title: t('health.override.reason'), cell: one => one.reason, wrap: true, width: 180 },
    { key: 'who', title: t('health.override.who'), cell: one => one.who },
    { key: 'madeAt', title: t('health.override.from'), cell: one => formatInstant(one.madeAt), align: 'end' },
    {
      key: 'until',
      title: t('health.override.until'),
      cell: one => formatInstant(one.endedAt ?? one.until),
      align: 'end',
    },
    {
      key: 'lift',
      title: '',
      cell: one => inForce(one) && <LiftOverride override={one} health={health} />,
      align: 'end',
    },
  ];
  if (health.overrides.length === 0) return null;
  return (
    <Panel title={t('health.overrides')}>
      <DataTable
        name="pace-overrides"
        label={t('health.overrides')}
        columns={columns}
        rowKey={one => one.id}
        rowName={one => one.member?.name ?? t('health.whole')}
        list={listOf(health.overrides)}
        empty={null}
      />
    </Panel>
  );
}
