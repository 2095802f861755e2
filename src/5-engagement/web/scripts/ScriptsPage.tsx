import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Wire } from '#web/api/client.ts';
import { useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import type { Column } from '#web/kit/table/columns.ts';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { useSession } from '#web/session/session.ts';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import type { scriptView } from '../../scripts/contract.ts';
import { useTexts } from '../texts/index.ts';
import { EditScript } from './EditScript.tsx';
import styles from './ScriptsPage.module.css';

export type Script = Wire<typeof scriptView>;

const scriptsSearch = search({ look: text });

/** 话术: what members send in one tap from the sidebar. */
export default function ScriptsPage() {
  const t = useTexts();
  const mayWrite = useSession().can('broadcasts:write');
  const [{ look }, ask] = useSearch(scriptsSearch);
  const list = useWholeList<Script>('/scripts');
  const script = list.rows?.find(({ id }) => id === look);
  const topics = [...new Set(list.rows?.flatMap(row => row.topic || []) ?? [])];
  const add = mayWrite && (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => ask({ look: 'new' })}>
      {t('scripts.add')}
    </Button>
  );
  return (
    <>
      <PageHeader lead={t('scripts.lead')} actions={list.rows?.length !== 0 && add} />
      <DataTable
        name="scripts"
        label={t('scripts.label')}
        unit={t('scripts.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.title}
        list={list}
        {...(mayWrite && { to: (row: Script) => `/scripts?look=${row.id}` })}
        empty={<EmptyState title={t('scripts.emptyTitle')} what={t('scripts.emptyWhat')} action={add} />}
      />
      {mayWrite && (script || look === 'new') && (
        <EditScript
          key={look}
          script={script}
          topics={topics}
          onClose={() => ask({ look: undefined }, { replace: true })}
        />
      )}
    </>
  );
}

function Said({ script: { text, attachments = [] } }: { script: Script }) {
  const t = useTexts();
  return (
    <>
      <span className={styles.text}>{text}</span>
      {attachments.length > 0 && (
        <span className={styles.hangs}>{t('scripts.hangs', { n: formatCount(attachments.length) })}</span>
      )}
    </>
  );
}

function useColumns(): Column<Script>[] {
  const t = useTexts();
  return [
    { key: 'title', title: t('scripts.name'), cell: row => row.title, width: 180 },
    { key: 'topic', title: t('scripts.topic'), cell: row => row.topic || t('scripts.noTopic'), width: 120 },
    { key: 'text', title: t('scripts.text'), cell: row => <Said script={row} /> },
    { key: 'sent', title: t('scripts.sent'), cell: row => formatCount(row.sent), align: 'end', width: 96 },
    {
      key: 'updatedAt',
      title: t('scripts.updatedAt'),
      cell: row => formatInstant(row.updatedAt, 'day'),
      width: 120,
    },
  ];
}
