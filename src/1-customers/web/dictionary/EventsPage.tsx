import { useMemo } from 'react';
import { useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { search, stringifySearch, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { EventLook } from './EventLook.tsx';
import { type EventDefinition, matching } from './matching.ts';
import { useColumns } from './use-columns.tsx';

const eventsSearch = search({ q: text, look: text });

/** 事件字典: what sites, mini programs and servers track, in words, with how often it came. */
export default function EventsPage() {
  const t = useTexts();
  const { can } = useSession();
  const [asked, ask] = useSearch(eventsSearch);
  const whole = useWholeList<EventDefinition>('/event-definitions');
  const rows = useMemo(() => whole.rows && matching(whole.rows, asked.q ?? ''), [whole.rows, asked.q]);
  const looked = whole.rows?.find(({ id }) => id === asked.look);
  return (
    <>
      <PageHeader lead={t('dictionary.lead')} />
      <FilterBar
        filters={[{ kind: 'text', field: 'q', label: t('dictionary.search') }]}
        value={asked}
        onChange={ask}
      />
      <DataTable
        name="events"
        label={t('dictionary.unit')}
        unit={t('dictionary.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name ?? row.key}
        list={{ ...whole, rows, total: rows?.length }}
        to={row => `/events${stringifySearch(eventsSearch.write({ ...asked, look: row.id }))}`}
        onClearFilters={asked.q ? () => ask({ q: undefined }) : undefined}
        empty={
          <EmptyState
            title={t('dictionary.empty')}
            what={can('channels:write') ? t('dictionary.emptyWhat') : t('dictionary.emptyAsk')}
            action={
              can('channels:write') && (
                <PageLink to="/settings/keys?look=new">{t('dictionary.emptyAction')}</PageLink>
              )
            }
          />
        }
      />
      {looked && (
        <EventLook
          key={looked.id}
          definition={looked}
          onClose={() => ask({ look: undefined }, { replace: true })}
        />
      )}
    </>
  );
}
