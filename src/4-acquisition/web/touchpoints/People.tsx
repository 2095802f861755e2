import { Button, Segmented } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useList, useWrite } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { cleared, type Filter, isSet } from '#web/kit/filter/filters.ts';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { StatNumber } from '#web/kit/StatNumber.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { flag, oneOf, type SearchFields, search } from '#web/url/search.ts';
import type { touchpointPerson } from '../../contract.ts';
import type { Touchpoint } from '../reads.ts';
import { reachedShare } from '../shares.ts';
import { useTexts } from '../texts/index.ts';
import { usePeopleColumns } from './people-columns.tsx';
import styles from './Touchpoints.module.css';

export type Person = Wire<typeof touchpointPerson>;

const WAYS = ['add', 'join', 'follow', 'order', 'call'] as const;
const COUNTS = { add: 'added', join: 'joined', follow: 'followed', order: 'bought', call: 'called' } as const;
export const peopleFields = { kind: oneOf(...WAYS), here: oneOf('yes', 'no'), fresh: flag };
const peopleSearch = search(peopleFields);
type Field = SearchFields<typeof peopleSearch>;
type Asked = { [Name in keyof Field]?: Field[Name] | undefined };
type Props = {
  touchpoint: Touchpoint;
  days: string;
  asked: Asked;
  ask: (next: Asked) => void;
};

/** The people behind the figures of a place, by what they came: who, since when, what became of them. */
export function People({ touchpoint: { id, figures }, days, asked, ask }: Props) {
  const t = useTexts();
  const filters = useFilters();
  const { kind, here, fresh } = asked;
  const list = useList<Person>(`/touchpoints/${id}/people`, {
    ...{ days, limit: '20', ...(kind && { kind }), ...(here && { here }), ...(fresh && { fresh: 'yes' }) },
  });
  const isNarrowed = kind !== undefined || filters.some(one => isSet(one, asked));
  const ways = WAYS.filter(way => way === 'add' || figures[COUNTS[way]] > 0);
  const all = { value: '', label: `${t('people.all')} ${formatCount(figures.people)}` };
  const choices = ways.map(way => ({
    ...{ value: way, label: `${t(`people.way.${way}`)} ${formatCount(figures[COUNTS[way]])}` },
  }));
  return (
    <Panel title={t('people.title')}>
      <div className={styles.ways}>
        <StatNumber
          label={t('people.reached')}
          definition={t('people.reachedMeans')}
          value={reachedShare(figures) ?? null}
          measure="share"
        />
        <Segmented
          aria-label={t('people.ways')}
          value={kind ?? ''}
          options={[all, ...choices]}
          onChange={next => ask({ kind: WAYS.find(way => way === next) })}
        />
      </div>
      {figures.people > 0 && <FilterBar filters={filters} value={asked} onChange={ask} />}
      <DataTable
        name="touchpoint-people"
        label={t('people.label')}
        unit={t('people.unit')}
        columns={usePeopleColumns(person => <Calls of={id} person={person} />)}
        rowKey={row => row.id}
        rowName={row => row.name || t('people.unnamed')}
        list={list}
        to={row => `/customers/${row.id}`}
        onClearFilters={isNarrowed ? () => ask({ ...cleared(filters), kind: undefined }) : undefined}
        empty={<EmptyState title={t('people.emptyTitle')} what={t('people.emptyWhat')} />}
      />
    </Panel>
  );
}

function useFilters(): Filter<Field>[] {
  const t = useTexts();
  return [
    {
      kind: 'choice',
      field: 'here',
      label: t('people.stay'),
      choices: [
        { value: 'yes', label: t('people.here') },
        { value: 'no', label: t('people.gone') },
      ],
    },
    { kind: 'flag', field: 'fresh', label: t('people.onlyFresh') },
  ];
}

/** What somebody called about, to be taken back where it was noted wrongly. */
function Calls({ of, person }: { of: string; person: Person }) {
  const t = useTexts();
  const notify = useNotify();
  const { can } = useSession();
  const remove = useWrite((id: string, key) => api.delete(`/calls/${id}`, { key }), {
    refresh: ['/touchpoints', `/touchpoints/${of}`, '/customers'],
    onDone: () => notify.done(t('people.callRemoved')),
    onProblem: notify.problem,
  });
  return (
    <ul className={styles.calls} aria-label={t('people.calls')}>
      {person.calls.map(({ id, at, note }) => (
        <li key={id}>
          <DateTime at={at} style="ago" /> {note}
          {can('customers:write') && (
            <Button
              type="link"
              size="small"
              loading={remove.isRunning}
              aria-label={t('people.removeCallOf', { at: formatInstant(at, 'day') })}
              onClick={event => {
                event.stopPropagation();
                event.preventDefault();
                remove.run(id);
              }}
            >
              {t('people.removeCall')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
