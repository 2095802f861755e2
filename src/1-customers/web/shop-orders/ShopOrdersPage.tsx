import { Button } from 'antd';
import { useState } from 'react';
import type { Wire } from '#web/api/client.ts';
import { useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { PageSkeleton } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { oneOf, search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { hookSecret, hookView } from '../../webhooks/contract.ts';
import type { youzanView } from '../../youzan/contract.ts';
import { useTexts } from '../texts/index.ts';
import { HookLook } from './HookLook.tsx';
import { MadeHook } from './MadeHook.tsx';
import { NewHook } from './NewHook.tsx';
import { useHookColumns, useShopColumns } from './use-columns.tsx';
import { YouzanKeys } from './YouzanKeys.tsx';
import { YouzanLook } from './YouzanLook.tsx';

export type Hook = Wire<typeof hookView>;
export type Shop = Wire<typeof youzanView>;
export type Made = Wire<typeof hookSecret> & { isRotated: boolean };

const pageSearch = search({ look: text, add: oneOf('youzan', 'hook', 'keys') });
/** While orders come in, their counts do too. */
const AGAIN = 5_000;

/** 订单接入: shops whose orders are fetched, and addresses to which orders are sent. */
export default function ShopOrdersPage() {
  const t = useTexts();
  const [{ look, add }, ask] = useSearch(pageSearch);
  const shops = useWholeList<Shop>('/youzan-shops', () => AGAIN);
  const hooks = useWholeList<Hook>('/order-hooks', () => AGAIN);
  const [made, setMade] = useState<Made>();
  const shop = shops.rows?.find(({ id }) => id === look);
  const hook = hooks.rows?.find(({ id }) => id === look);
  const close = () => ask({ look: undefined, add: undefined }, { replace: true });
  const [shopColumns, hookColumns] = [useShopColumns(), useHookColumns()];
  const acts = (
    <>
      <Button onClick={() => ask({ add: 'hook' })}>{t('shopOrders.hooks.add')}</Button>
      <Button type="primary" onClick={() => ask({ add: 'youzan' })}>
        {t('shopOrders.youzan.connect')}
      </Button>
    </>
  );
  const isEmpty = shops.rows?.length === 0 && hooks.rows?.length === 0;
  const isThere = shops.rows !== undefined && hooks.rows !== undefined;
  const error = shops.error ?? hooks.error;
  return (
    <>
      <PageHeader lead={t('shopOrders.lead')} actions={isThere && !isEmpty && acts} />
      {!isThere && (error ? <ErrorState error={error} onRetry={shops.retry} /> : <PageSkeleton />)}
      {isEmpty && <EmptyState title={t('shopOrders.empty')} what={t('shopOrders.emptyWhat')} action={acts} />}
      {isThere && !!shops.rows?.length && (
        <Panel title={t('shopOrders.youzan.title')}>
          <DataTable
            name="youzan-shops"
            label={t('shopOrders.youzan.title')}
            unit={t('shopOrders.youzan.unit')}
            columns={shopColumns}
            rowKey={row => row.id}
            rowName={row => row.name}
            list={shops}
            to={row => `/settings/shop-orders?look=${row.id}`}
            empty={null}
          />
        </Panel>
      )}
      {isThere && !!hooks.rows?.length && (
        <Panel title={t('shopOrders.hooks.title')}>
          <DataTable
            name="order-hooks"
            label={t('shopOrders.hooks.title')}
            unit={t('shopOrders.hooks.unit')}
            columns={hookColumns}
            rowKey={row => row.id}
            rowName={row => row.name}
            list={hooks}
            to={row => `/settings/shop-orders?look=${row.id}`}
            empty={null}
          />
        </Panel>
      )}
      {add === 'hook' && <NewHook onMade={setMade} onClose={close} />}
      {add === 'youzan' && <YouzanKeys onClose={close} />}
      {made && <MadeHook made={made} onClose={() => setMade(undefined)} />}
      {shop && add === 'keys' && <YouzanKeys key={shop.id} shop={shop} onClose={close} />}
      {shop && !add && (
        <YouzanLook key={shop.id} shop={shop} onKeys={() => ask({ add: 'keys' })} onClose={close} />
      )}
      {hook && !add && <HookLook key={hook.id} hook={hook} onMade={setMade} onClose={close} />}
    </>
  );
}
