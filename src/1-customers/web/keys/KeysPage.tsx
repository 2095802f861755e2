import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import type { Wire } from '#web/api/client.ts';
import { useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { newWriteKey, writeKeyView } from '../../intake/contract.ts';
import { useTexts } from '../texts/index.ts';
import { KeyLook } from './KeyLook.tsx';
import { MadeKey } from './MadeKey.tsx';
import { NewKey } from './NewKey.tsx';
import { useColumns } from './use-columns.tsx';

export type WriteKey = Wire<typeof writeKeyView>;
export type Made = Wire<typeof newWriteKey> & Pick<WriteKey, 'kind'>;

const keysSearch = search({ look: text });

/** 接入密钥: with which keys sites, mini programs and servers send events; a new one is shown once. */
export default function KeysPage() {
  const t = useTexts();
  const [{ look }, ask] = useSearch(keysSearch);
  const list = useWholeList<WriteKey>('/write-keys');
  const [made, setMade] = useState<Made>();
  const looked = list.rows?.find(({ id }) => id === look);
  const close = () => ask({ look: undefined }, { replace: true });
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => ask({ look: 'new' })}>
      {t('keys.add')}
    </Button>
  );
  return (
    <>
      <PageHeader lead={t('keys.lead')} actions={list.rows?.length !== 0 && add} />
      <DataTable
        name="write-keys"
        label={t('keys.unit')}
        unit={t('keys.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        to={row => `/settings/keys?look=${row.id}`}
        empty={<EmptyState title={t('keys.empty')} what={t('keys.emptyWhat')} action={add} />}
      />
      {look === 'new' && <NewKey onMade={setMade} onClose={close} />}
      {made && <MadeKey made={made} onClose={() => setMade(undefined)} />}
      {looked && <KeyLook key={looked.id} writeKey={looked} onClose={close} />}
    </>
  );
}
