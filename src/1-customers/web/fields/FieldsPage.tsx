import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useWholeList } from '#web/api/queries.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { DataTable } from '#web/kit/table/DataTable.tsx';
import { search, text } from '#web/url/search.ts';
import { useSearch } from '#web/url/use-search.ts';
import { useTexts } from '../texts/index.ts';
import { FieldForm } from './FieldForm.tsx';
import type { FieldView } from './fields.ts';
import { useColumns } from './use-columns.tsx';

const fieldsSearch = search({ look: text });

/** 客户资料字段: what the brand wants to know of its customers, each with a type. */
export default function FieldsPage() {
  const t = useTexts();
  const [{ look }, ask] = useSearch(fieldsSearch);
  const list = useWholeList<FieldView>('/customer-fields');
  const field = list.rows?.find(({ id }) => id === look);
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => ask({ look: 'new' })}>
      {t('fields.page.add')}
    </Button>
  );
  return (
    <>
      <PageHeader lead={t('fields.page.lead')} actions={list.rows?.length !== 0 && add} />
      <DataTable
        name="customer-fields"
        label={t('fields.page.label')}
        unit={t('fields.page.unit')}
        columns={useColumns()}
        rowKey={row => row.id}
        rowName={row => row.name}
        list={list}
        to={row => `/settings/fields?look=${row.id}`}
        empty={<EmptyState title={t('fields.page.empty')} what={t('fields.page.emptyWhat')} action={add} />}
      />
      {(field || look === 'new') && (
        <FieldForm
          key={look}
          field={field}
          fields={list.rows ?? []}
          onClose={() => ask({ look: undefined }, { replace: true })}
        />
      )}
    </>
  );
}
