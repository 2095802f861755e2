import { Button } from 'antd';
import { useState } from 'react';
import type { Wire } from '#web/api/client.ts';
import { useRead, useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { oneOf, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { endpointSecret, endpointView, eventTypeView } from '../../webhooks/contract.ts';
import { useTexts } from '../texts/index.ts';
import { DeliveryLook } from './DeliveryLook.tsx';
import { EditEndpoint } from './EditEndpoint.tsx';
import { EndpointLook } from './EndpointLook.tsx';
import { MadeSecret } from './MadeSecret.tsx';
import { useColumns } from './use-columns.tsx';

export type Endpoint = Wire<typeof endpointView>;
export type EventType = Wire<typeof eventTypeView>;
export type Made = Wire<typeof endpointSecret> & { isRotated: boolean };

const pageSearch = search({ look: text, part: oneOf('edit'), delivery: text });
/** While events go out, their counts change. */
const AGAIN = 5_000;

/** Webhook 推送: other systems that are told what happens. */
export default function WebhooksPage() {
  const t = useTexts();
  const [{ look, part, delivery }, ask] = useSearch(pageSearch);
  const list = useWholeList<Endpoint>('/webhook-endpoints', () => AGAIN);
  const types = useRead<{ data: EventType[] }>('/webhook-event-types').data?.data;
  const [made, setMade] = useState<Made>();
  const columns = useColumns(types?.length);
  const looked = list.rows?.find(({ id }) => id === look);
  const close = () => ask({ look: undefined, part: undefined, delivery: undefined }, { replace: true });
  const add = (
    <Button type="primary" onClick={() => ask({ look: 'new' })}>
      {t('webhooks.add')}
    </Button>
  );
  return (
    <>
      <PageHeader lead={t('webhooks.lead')} actions={!!list.rows?.length && add} />
      <DataTable
        name="webhook-endpoints"
        label={t('webhooks.label')}
        unit={t('webhooks.unit')}
        columns={columns}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        to={row => `/settings/webhooks?look=${row.id}`}
        empty={<EmptyState title={t('webhooks.empty')} what={t('webhooks.emptyWhat')} action={add} />}
      />
      {types && look === 'new' && <EditEndpoint types={types} onMade={setMade} onClose={close} />}
      {types && looked && part === 'edit' && (
        <EditEndpoint key={looked.id} endpoint={looked} types={types} onMade={setMade} onClose={close} />
      )}
      {looked && !part && !delivery && (
        <EndpointLook
          key={looked.id}
          endpoint={looked}
          types={types ?? []}
          onMade={setMade}
          onEdit={() => ask({ part: 'edit' })}
          onDelivery={id => ask({ delivery: id })}
          onClose={close}
        />
      )}
      {looked && !part && delivery && (
        <DeliveryLook
          key={delivery}
          id={delivery}
          endpoint={looked}
          onClose={() => ask({ delivery: undefined })}
        />
      )}
      {made && <MadeSecret made={made} onClose={() => setMade(undefined)} />}
    </>
  );
}
