import { Funnel } from '#web/kit/Funnel.tsx';
import { formatShare } from '#web/kit/format.ts';
import type { Column } from '#web/kit/table/columns.ts';
import type { CodeRow } from '../reads.ts';
import { addShare, retained } from '../shares.ts';
import { useTexts } from '../texts/index.ts';
import { CodeState } from './CodeState.tsx';
import styles from './Codes.module.css';

export function useColumns(): Column<CodeRow>[] {
  const t = useTexts();
  const share = (part: number | undefined) => (part === undefined ? '–' : formatShare(part, 0));
  return [
    { key: 'name', title: t('codes.name'), cell: row => row.name, width: 140 },
    { key: 'state', title: t('codes.state'), cell: row => <CodeState code={row} />, phone: 'aside' },
    { key: 'touchpoint', title: t('codes.touchpoint'), cell: row => row.touchpoint.name },
    {
      key: 'funnel',
      title: t('codes.funnel'),
      explain: t('funnel.honest'),
      cell: row => <Steps of={row} />,
      width: 340,
      phone: 'wide',
    },
    {
      key: 'addShare',
      title: t('codes.addShare'),
      explain: t('codes.addShareMeans'),
      cell: ({ figures }) => share(addShare(figures)),
      align: 'end',
    },
    {
      key: 'retained',
      title: t('codes.retained'),
      explain: t('codes.retainedMeans'),
      cell: ({ figures }) => share(retained(figures, 30)),
      align: 'end',
    },
    {
      key: 'account',
      title: t('codes.account'),
      cell: row => row.account.name,
      optional: true,
    },
  ];
}

const STEPS = ['visitors', 'added', 'fresh', 'ordered', 'stayed30'] as const;

function Steps({ of: { name, figures } }: { of: CodeRow }) {
  const t = useTexts();
  const steps = STEPS.map(key => ({ key, label: t(`funnel.${key}`), value: figures[key] }));
  return (
    <div className={styles.funnel}>
      <Funnel steps={steps} label={name} />
    </div>
  );
}
