import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useLanguage } from '#web/i18n/i18n.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { formatInstant, sayDay } from '#web/kit/format.ts';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { PrintPage } from '#web/kit/PrintPage.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { peopleLink } from '#web/links.ts';
import type { homeView } from '../contract.ts';
import { Broadcasts } from './Broadcasts.tsx';
import { Figures } from './Figures.tsx';
import styles from './Report.module.css';
import { ReachSummary } from './reach/ReachSummary.tsx';
import { SalesByDay } from './SalesByDay.tsx';
import { Start } from './Start.tsx';
import { type Home, sentences } from './sentences.ts';
import { Tiers } from './Tiers.tsx';
import { Todos } from './Todos.tsx';
import { useTexts } from './texts/index.ts';

const EVERY_FIVE_MINUTES = 5 * 60_000;

/** One page on how things stand; it reads from top to bottom and comes out of a printer on A4. */
export function Report() {
  const { data, error, refetch } = useRead<Wire<typeof homeView>>(
    '/home',
    {},
    { every: () => EVERY_FIVE_MINUTES },
  );
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} size="page" />;
  if (!data) return <PageSkeleton />;
  return data.customers.value === 0 ? <Start /> : <Standing home={data} />;
}

function Standing({ home }: { home: Home }) {
  const t = useTexts();
  const language = useLanguage();
  const time = `${sayDay(home.at, language)} ${formatInstant(home.at).slice(-5)}`;
  return (
    <PrintPage title={home.company ?? t('reachable')} period={t('asOf', { time })}>
      <div className={styles.report}>
        <div className={styles.top}>
          <Panel>
            <StatNumber
              size="first"
              label={t('reachable')}
              value={home.reachable.value}
              definition={t('reachableMeans')}
              to={peopleLink(home.reachable.people ?? { reachable: 'wecom' }, t('reachable'))}
            />
            <ReachSummary />
            <div className={styles.sentences}>
              {sentences(home, t).map(sentence => (
                <p key={sentence}>{sentence}</p>
              ))}
            </div>
          </Panel>
          <Panel title={t('todos')} tone="sheet">
            <Todos />
          </Panel>
        </div>
        <Figures home={home} />
        <SalesByDay days={home.revenueByDay} />
        <div className={styles.pair}>
          <Tiers tiers={home.tiers} />
          <Broadcasts broadcasts={home.broadcasts} />
        </div>
      </div>
    </PrintPage>
  );
}
