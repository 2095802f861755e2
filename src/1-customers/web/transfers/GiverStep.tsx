import { Checkbox, Segmented, Select } from 'antd';
import { useState } from 'react';
import { type List, useRead } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { Field } from '#web/kit/Field.tsx';
import { FilterBar } from '#web/kit/filter/FilterBar.tsx';
import { formatInstant } from '#web/kit/format.ts';
import { Money } from '#web/kit/Money.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import type { SelectionHandle } from '#web/kit/table/use-selection.ts';
import { useTexts } from '../texts/index.ts';
import { type Draft, EMPTY } from './draft.ts';
import styles from './Transfers.module.css';
import { type Giver, type GiverCustomer, giverKey, wholeOf } from './transfer.ts';

type Props = {
  givers: readonly Giver[];
  giver: Giver | undefined;
  onGiver: (key: string) => void;
  draft: Draft;
  onChange: (patch: Partial<Draft>) => void;
};

/** Whose customers, and which of them. */
export function GiverStep({ givers, giver, onGiver, draft, onChange }: Props) {
  const t = useTexts();
  const option = (one: Giver) => ({
    value: giverKey(one),
    label: t('transfers.giverOption', {
      ...{ name: one.member.name, customers: one.customers, groups: one.groups },
    }),
  });
  const options = (['resigned', 'on_job'] as const).map(kind => ({
    label: t(`transfers.kinds.${kind}`),
    options: givers.filter(one => one.kind === kind).map(option),
  }));
  const choices = (['all', 'chosen', 'none'] as const).map(value => ({
    value,
    label: t(`transfers.whichOf.${value}`),
  }));
  return (
    <div className={styles.step}>
      <Field label={t('transfers.giver')} hint={giver && t(`transfers.kindsWhat.${giver.kind}`)}>
        {id => (
          <Select
            id={id}
            showSearch
            optionFilterProp="label"
            style={{ width: '100%' }}
            placeholder={t('transfers.pickGiver')}
            value={giver ? giverKey(giver) : null}
            options={options.filter(group => group.options.length > 0)}
            onChange={key => {
              onChange({ which: EMPTY.which, customerIds: [] });
              onGiver(key);
            }}
          />
        )}
      </Field>
      {giver && giver.customers > 0 && (
        <Field label={t('transfers.which')}>
          {id => (
            <Segmented
              id={id}
              options={choices}
              value={draft.which}
              onChange={which => onChange({ which })}
            />
          )}
        </Field>
      )}
      {giver && draft.which === 'chosen' && (
        <Customers key={giverKey(giver)} giver={giver} draft={draft} onChange={onChange} />
      )}
      {giver && giver.groups > 0 && (
        <Checkbox
          checked={draft.withGroups}
          onChange={({ target }) => onChange({ withGroups: target.checked })}
        >
          {t('transfers.withGroups', { count: giver.groups })}
        </Checkbox>
      )}
    </div>
  );
}

type CustomersProps = { giver: Giver; draft: Draft; onChange: Props['onChange'] };

const PAGE = 20;

function Customers({ giver, draft, onChange }: CustomersProps) {
  const t = useTexts();
  const [asked, ask] = useState<{ q?: string | undefined }>({});
  const [page, go] = useState(1);
  const answer = useRead<{ data: GiverCustomer[] }>(`/transfer-givers/${giver.member.id}/customers`, {
    account: giver.account.id,
    kind: giver.kind,
  });
  const all = answer.data?.data;
  const matches = (row: GiverCustomer) => row.name.toLowerCase().includes((asked.q ?? '').toLowerCase());
  const found = all?.filter(matches) ?? [];
  const list: List<GiverCustomer> = {
    ...wholeOf({
      rows: all && found.slice((page - 1) * PAGE, page * PAGE),
      ...{ error: answer.error, retry: () => void answer.refetch() },
    }),
    total: found.length,
    paging: { kind: 'pages', page, pages: Math.max(1, Math.ceil(found.length / PAGE)), go },
  };
  const search = (patch: { q?: string | undefined }) => {
    go(1);
    ask(patch);
  };
  return (
    <div>
      <FilterBar<{ q: string }>
        filters={[{ kind: 'text', field: 'q', label: t('transfers.search') }]}
        value={asked}
        onChange={search}
      />
      <DataTable
        name="transfer-customers"
        label={t('transfers.customers')}
        unit={t('transfers.unit')}
        columns={useColumns()}
        rowKey={row => row.customerId}
        rowName={row => row.name || t('transfers.noName')}
        list={list}
        selection={selectionOf(draft.customerIds, all ?? [], customerIds => onChange({ customerIds }))}
        onClearFilters={asked.q ? () => search({}) : undefined}
        empty={<EmptyState title={t('transfers.nobodyFound')} what={t('transfers.nobodyFoundWhat')} />}
      />
    </div>
  );
}

/** The table's selection, kept in the draft: who cannot be transferred cannot be chosen. */
function selectionOf(
  chosen: readonly string[],
  rows: readonly GiverCustomer[],
  keep: (ids: string[]) => void,
): SelectionHandle {
  const can = rows.filter(row => row.hindrance === null).map(row => row.customerId);
  const set = (ids: readonly string[], on: boolean) => {
    const usable = ids.filter(id => can.includes(id));
    keep(on ? [...new Set([...chosen, ...usable])] : chosen.filter(id => !ids.includes(id)));
  };
  return {
    state: { isAll: false, ids: new Set(chosen) },
    chosen: { all: false, ids: chosen },
    toggle: (id, on) => set([id], on),
    set,
    everything: () => set(can, true),
    clear: () => keep([]),
  };
}

function useColumns(): Column<GiverCustomer>[] {
  const t = useTexts();
  const hinders = ({ hindrance, until }: GiverCustomer) => {
    if (hindrance === null) return '–';
    const day = until ? formatInstant(until, 'day') : '';
    return <Tag tone="advice">{t(`transfers.hinders.${hindrance}`, { day })}</Tag>;
  };
  return [
    { key: 'name', title: t('transfers.customer'), cell: row => row.name || t('transfers.noName') },
    {
      key: 'value',
      title: t('transfers.value'),
      cell: row => (row.value === null ? '–' : <Money fen={row.value} />),
      align: 'end',
    },
    { key: 'hindrance', title: t('transfers.state'), cell: hinders, phone: 'aside' },
  ];
}
