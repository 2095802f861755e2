import type { Wire } from '#web/api/client.ts';
import { Count } from '#web/kit/Count.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { formatShare } from '#web/kit/format.ts';
import { Tag, type Tone } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import type { migrationFigures, migrationPerson, migrationStatus, waveView } from '../../contract.ts';
import type { MigrationRow } from '../reads.ts';
import { useTexts } from '../texts/index.ts';

export type Figures = Wire<typeof migrationFigures>;
export type Wave = Wire<typeof waveView>;
export type Person = Wire<typeof migrationPerson>;

const TONES: Record<Wire<typeof migrationStatus>, Tone> = {
  ...{ draft: 'plain', running: 'accent', paused: 'advice', stopped: 'stop', ended: 'plain' },
} as const;

const STATE_TONES: Partial<Record<Person['state'], Tone>> = { accepted: 'accent', refused: 'advice' };

export function StatusTag({ of }: { of: Wire<typeof migrationStatus> }) {
  const t = useTexts();
  return <Tag tone={TONES[of]}>{t(`migrations.status.${of}`)}</Tag>;
}

/** Requests that were sent, whatever came of them. */
export const askedOf = ({ asked, judged }: Figures): number => asked + judged;

/** Accepted of those with a result; undefined before there is one. */
export const rateOf = ({ accepted, judged }: Figures): number | undefined =>
  judged > 0 ? accepted / judged : undefined;

const sayRate = (figures: Figures): string => {
  const rate = rateOf(figures);
  return rate === undefined ? '–' : formatShare(rate, 0);
};

/** The figures that a plan and a wave of it have in common. */
function useFigureColumns<Row extends { figures: Figures }>(): Column<Row>[] {
  const t = useTexts();
  return [
    {
      key: 'asked',
      title: t('migrations.asked'),
      explain: t('migrations.askedMeans'),
      cell: row => <Count of={askedOf(row.figures)} />,
      align: 'end',
    },
    {
      key: 'accepted',
      title: t('migrations.accepted'),
      explain: t('migrations.acceptedMeans'),
      cell: row => <Count of={row.figures.accepted} />,
      align: 'end',
    },
    {
      key: 'rate',
      title: t('migrations.rate'),
      explain: t('migrations.rateMeans'),
      cell: row => sayRate(row.figures),
      align: 'end',
    },
    {
      key: 'refused',
      title: t('migrations.refused'),
      explain: t('migrations.refusedMeans'),
      cell: row => <Count of={row.figures.refused} />,
      align: 'end',
    },
  ];
}

export function useColumns(): Column<MigrationRow>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('migrations.name'), cell: row => row.name, width: 160 },
    {
      key: 'status',
      title: t('migrations.statusLabel'),
      cell: row => <StatusTag of={row.status} />,
      phone: 'aside',
    },
    { key: 'segment', title: t('migrations.segment'), cell: row => row.segment.name },
    { key: 'waves', title: t('migrations.waves'), cell: row => <Count of={row.waves} />, align: 'end' },
    ...useFigureColumns<MigrationRow>(),
    {
      key: 'nextWave',
      title: t('migrations.nextWave'),
      cell: row => <DateTime at={row.nextWaveAt} style="minute" />,
    },
  ];
}

export function useWaveColumns(): Column<Wave>[] {
  const t = useTexts();
  return [
    { key: 'wave', title: t('migrations.waves'), cell: row => t('migrations.wave', { n: row.number }) },
    { key: 'openedAt', title: t('migrations.openedAt'), cell: row => <DateTime at={row.openedAt} /> },
    {
      key: 'people',
      title: t('migrations.people'),
      cell: row => <Count of={row.figures.people} />,
      align: 'end',
    },
    ...useFigureColumns<Wave>(),
    {
      key: 'staying',
      title: t('migrations.staying'),
      explain: t('migrations.stayingMeans'),
      cell: row => <Count of={row.figures.staying} />,
      align: 'end',
    },
    {
      key: 'ordered',
      title: t('migrations.ordered'),
      explain: t('migrations.orderedMeans'),
      cell: row => <Count of={row.figures.ordered} />,
      align: 'end',
    },
  ];
}

export function usePeopleColumns(): Column<Person>[] {
  const t = useTexts();
  return [
    {
      key: 'customer',
      title: t('migrations.customer'),
      cell: row => row.customer.name || t('migrations.unnamed'),
      width: 140,
    },
    {
      key: 'state',
      title: t('migrations.statusLabel'),
      cell: row => <Tag tone={STATE_TONES[row.state] ?? 'plain'}>{t(`migrations.state.${row.state}`)}</Tag>,
      phone: 'aside',
    },
    {
      key: 'wave',
      title: t('migrations.waves'),
      cell: row => (row.wave === null ? '–' : t('migrations.wave', { n: row.wave })),
    },
    { key: 'member', title: t('migrations.member'), cell: row => row.member?.name ?? '–' },
    { key: 'askedAt', title: t('migrations.when'), cell: row => <DateTime at={row.askedAt} /> },
    { key: 'why', title: t('migrations.why'), cell: row => row.words ?? '–', phone: 'hidden' },
  ];
}
