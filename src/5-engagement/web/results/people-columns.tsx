import { Button } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWrite } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Money } from '#web/kit/Money.tsx';
import { TierTag } from '#web/kit/TierTag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { broadcastPerson } from '../../broadcasts/contract.ts';
import { useTexts } from '../texts/index.ts';
import { tierOf } from '../tier.ts';
import type { Broadcast } from './BroadcastPage.tsx';
import styles from './PeoplePage.module.css';

export type Person = Wire<typeof broadcastPerson>;

export function usePeopleColumns(broadcast: Broadcast): Column<Person>[] {
  const t = useTexts();
  return [
    { key: 'name', title: t('people.name'), cell: row => row.name || t('people.unnamed'), width: 120 },
    { key: 'tier', title: t('people.tier'), cell: row => <Tier of={row.tier} />, phone: 'aside' },
    { key: 'what', title: t('people.what'), cell: row => <Fate of={row} />, wrap: true },
    { key: 'member', title: t('people.member'), cell: row => row.member?.name ?? '–' },
    {
      key: 'answered',
      title: t('people.answered'),
      cell: row => <Answer of={row} broadcast={broadcast} />,
      align: 'end',
    },
    {
      key: 'ordered',
      title: t('people.ordered'),
      cell: row => (row.paid === 0 ? '–' : <Money fen={row.paid} />),
      align: 'end',
    },
  ];
}

function Tier({ of }: { of: string }) {
  const tier = tierOf(of);
  return tier ? <TierTag tier={tier} /> : null;
}

/** What became of it, and the sentence that says why. */
function Fate({ of: { state, words, deliveredAt } }: { of: Person }) {
  const t = useTexts();
  return (
    <>
      {t(`people.state.${state}`)}
      {deliveredAt && (
        <span className={styles.when}>
          <DateTime at={deliveredAt} />
        </span>
      )}
      {words && <span className={styles.why}>{words}</span>}
    </>
  );
}

/** WeCom does not tell of replies, so the member does. */
function Answer({ of: person, broadcast }: { of: Person; broadcast: Broadcast }) {
  const t = useTexts();
  const notify = useNotify();
  const { can } = useSession();
  const { customerId, name, state, answeredAt } = person;
  const note = useWrite(
    async (id: string, key) => {
      await api.post(`/customers/${id}/answered`, {}, { key });
      await new Promise(resolve => setTimeout(resolve, NOTICED));
    },
    {
      refresh: [`/broadcasts/${broadcast.id}`],
      onDone: () => notify.done(t('people.noted', { name: name || t('people.unnamed') })),
      onProblem: notify.problem,
    },
  );
  if (answeredAt) return <DateTime at={answeredAt} />;
  if (state !== 'delivered' || !can('customers:write')) return '–';
  return (
    <Button size="small" onClick={() => note.run(customerId)} loading={note.isRunning}>
      {t('people.noteAnswer')}
    </Button>
  );
}

/** The reply goes through the log before it stands beside the person. */
const NOTICED = 1_200;
