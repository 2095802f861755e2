import { Button } from 'antd';
import { listOf } from '#web/api/queries.ts';
import { Count } from '#web/kit/Count.tsx';
import { formatShare } from '#web/kit/format.ts';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useTexts } from '../texts/index.ts';
import { ColorTag } from './ColorTag.tsx';
import styles from './Health.module.css';
import type { Health } from './HealthPage.tsx';
import { sayPace } from './say-pace.ts';

type Line = Health['members'][number];
type Props = { health: Health; onPace: ((memberId: string) => void) | undefined };

/** Each member by their own customers, the worst first. */
export function TheirMembers({ health: { members, slowPeople }, onPace }: Props) {
  const t = useTexts();
  const columns: Column<Line>[] = [
    { key: 'member', title: t('health.member'), cell: one => one.member.name, width: 90 },
    { key: 'color', title: t('health.health'), cell: one => <ColorTag color={one.color} />, phone: 'aside' },
    {
      key: 'why',
      title: t('health.why'),
      cell: one =>
        one.color === 'green' && one.pace.pace === 'full'
          ? '–'
          : `${one.color === 'green' ? '' : one.words.join('')}${sayPace(one.pace, slowPeople, t)}`,
      wrap: true,
      width: 260,
      phone: 'wide',
    },
    {
      key: 'relations',
      title: t('health.relations'),
      cell: one => <Count of={one.figures.relations} />,
      align: 'end',
    },
    { key: 'added', title: t('health.added'), cell: one => <Count of={one.figures.added} />, align: 'end' },
    { key: 'lost', title: t('health.lost'), cell: one => <Count of={one.figures.lost} />, align: 'end' },
    {
      key: 'confirmed',
      title: t('health.confirmed'),
      cell: ({ figures: { tasks, unconfirmed } }) =>
        tasks === 0 ? '–' : formatShare(1 - unconfirmed / tasks),
      align: 'end',
    },
    ...(onPace
      ? [
          {
            key: 'pace',
            title: '',
            cell: (one: Line) => (
              <Button
                size="small"
                aria-label={t('health.override.title', { name: one.member.name })}
                onClick={() => onPace(one.member.id)}
              >
                {t('health.override.do')}
              </Button>
            ),
            align: 'end' as const,
          },
        ]
      : []),
  ];
  return (
    <DataTable
      name="health-members"
      label={t('health.members')}
      columns={columns}
      rowKey={one => one.member.id}
      rowName={one => one.member.name}
      list={listOf(members)}
      empty={<p className={styles.faint}>{t('health.noMembers')}</p>}
    />
  );
}
