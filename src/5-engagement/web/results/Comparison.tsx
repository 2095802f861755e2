import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { formatCount, formatFen, formatShare } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import type { comparisonView } from '../../broadcasts/contract.ts';
import { useTexts } from '../texts/index.ts';
import type { Broadcast } from './BroadcastPage.tsx';
import styles from './Comparison.module.css';
import { IntervalDrawing } from './IntervalDrawing.tsx';

type Compared = Wire<typeof comparisonView>;

/** What the broadcast did: the verdict in words, then the figures it rests on. */
export function Comparison({ broadcast: { id, holdoutPercent, attributionDays } }: { broadcast: Broadcast }) {
  const t = useTexts();
  const { data } = useRead<Compared>(`/broadcasts/${id}/comparison`);
  return (
    <Panel title={t('results.comparison')}>
      {!data && <Bone height={48} />}
      {data && <p className={styles.verdict}>{data.verdict}</p>}
      {data && holdoutPercent > 0 && (
        <div className={styles.figures}>
          <Arms id={id} of={data} days={attributionDays} />
          {data.buyers && !data.splitBroken && <IntervalDrawing interval={data.buyers} />}
        </div>
      )}
    </Panel>
  );
}

function Arms({ id, of: { sent, heldOut }, days }: { id: string; of: Compared; days: number }) {
  const t = useTexts();
  const arms = [
    { stage: 'planned', buyersStage: 'buyers', name: t('results.sentGroup'), ...sent },
    { stage: 'heldOut', buyersStage: 'heldOutBuyers', name: t('results.heldGroup'), ...heldOut },
  ];
  return (
    <div>
      <table className={styles.arms}>
        <caption className="visually-hidden">{t('results.compared')}</caption>
        <thead>
          <tr>
            {(['group', 'people', 'buyers', 'rate', 'perHead'] as const).map(column => (
              <th key={column} scope="col">
                {t(`results.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {arms.map(({ stage, buyersStage, name, people, buyers, paid }) => (
            <tr key={stage}>
              <th scope="row">{name}</th>
              <td>
                <PageLink to={`/broadcasts/${id}/people?stage=${stage}`}>{formatCount(people)}</PageLink>
              </td>
              <td>
                <PageLink to={`/broadcasts/${id}/people?stage=${buyersStage}`}>
                  {formatCount(buyers)}
                </PageLink>
              </td>
              <td>{people > 0 ? formatShare(buyers / people) : '–'}</td>
              <td>{people > 0 ? formatFen(Math.round(paid / people)) : '–'}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>{t('results.orderDays', { days })}</p>
    </div>
  );
}
