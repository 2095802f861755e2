import { CountedAt } from '#web/kit/CountedAt.tsx';
import { Columns, Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { CADENCE } from '../../cadence/formula.contract.ts';
import { useTexts } from '../texts/index.ts';
import type { DueCounts } from './FollowUpsPage.tsx';

/** How many there are today, and for what reason; a number narrows the list to its people. */
export function Counts({ of }: { of: DueCounts | undefined }) {
  const t = useTexts();
  return (
    <Panel>
      <Columns min={140}>
        <StatNumber
          label={t('followUps.total')}
          value={of?.total}
          definition={t('followUps.totalMeans')}
          to="/follow-ups"
        />
        {(['promise', 'planned', 'rhythm'] as const).map(cause => (
          <StatNumber
            key={cause}
            label={t(`followUps.causes.${cause}`)}
            value={of?.causes[cause]}
            definition={t(`followUps.${cause}Means`, { due: CADENCE.due, lost: CADENCE.lost })}
            to={`/follow-ups?cause=${cause}`}
          />
        ))}
      </Columns>
      <CountedAt at={of?.countedAt} />
    </Panel>
  );
}
