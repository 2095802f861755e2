import { Count } from '#web/kit/Count.tsx';
import { formatShare } from '#web/kit/format.ts';
import { Tag, type Tone } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import type { LinkRow } from '../reads.ts';
import { retained } from '../shares.ts';
import { useTexts } from '../texts/index.ts';

export function useColumns(): Column<LinkRow>[] {
  const t = useTexts();
  const share = (part: number | undefined) => (part === undefined ? '–' : formatShare(part, 0));
  const count = (key: 'clicks' | 'added'): Column<LinkRow> => ({
    ...{ key, title: t(`links.${key}`), explain: t(`links.${key}Means`), align: 'end' },
    cell: row => <Count of={row[key]} />,
  });
  return [
    { key: 'name', title: t('links.name'), cell: row => row.name, width: 140 },
    { key: 'state', title: t('links.state'), cell: row => <LinkState link={row} />, phone: 'aside' },
    { key: 'touchpoint', title: t('links.touchpoint'), cell: row => row.touchpoint.name },
    count('clicks'),
    count('added'),
    {
      key: 'chatted',
      title: t('links.chatted'),
      explain: t('links.chattedMeans'),
      cell: ({ chatted, customers }) => t('links.chattedOf', { chatted, customers }),
      align: 'end',
    },
    {
      key: 'fresh',
      title: t('links.fresh'),
      explain: t('links.freshMeans'),
      cell: row => <Count of={row.figures.fresh} />,
      align: 'end',
    },
    {
      key: 'ordered',
      title: t('links.ordered'),
      cell: row => <Count of={row.figures.ordered} />,
      align: 'end',
    },
    {
      key: 'retained',
      title: t('links.retained'),
      explain: t('links.retainedMeans'),
      cell: ({ figures }) => share(retained(figures, 30)),
      align: 'end',
    },
    { key: 'account', title: t('links.account'), cell: row => row.account.name, optional: true },
  ];
}

const TONES: Record<LinkRow['state'], Tone> = {
  ...{ making: 'plain', ready: 'accent', failed: 'stop', gone: 'stop', archived: 'plain' },
};

export function LinkState({ link: { state } }: { link: LinkRow }) {
  const t = useTexts();
  return <Tag tone={TONES[state]}>{t(`links.states.${state}`)}</Tag>;
}
