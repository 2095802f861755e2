import { Select } from 'antd';
import { ApiProblem } from '#web/api/problem.ts';
import { useRead } from '#web/api/queries.ts';
import { useTexts } from './texts/index.ts';

type Department = { id: number; name: string };
type Props = {
  id?: string;
  value?: readonly Department[];
  onChange?: (departments: Department[]) => void;
  accountId: string | undefined;
  most?: number;
};

/** Departments of WeCom, read there when somebody looks for them. */
export function DepartmentsField({ id, value = [], onChange, accountId, most = 100 }: Props) {
  const t = useTexts();
  const { data, error, isFetching } = useRead<{ data: (Department & { path: string[] })[] }>(
    accountId ? '/wecom-departments' : undefined,
    { account: accountId },
  );
  const known = data?.data ?? [];
  const gone = value.filter(one => !known.some(other => other.id === one.id));
  const options = [
    ...known.map(one => ({ value: one.id, label: one.path.join(' / ') })),
    ...gone.map(one => ({ value: one.id, label: one.name })),
  ];
  const nameOf = (department: number) =>
    [...known, ...value].find(one => one.id === department)?.name ?? `#${department}`;
  return (
    <>
      <Select<number[]>
        {...(id && { id })}
        mode="multiple"
        optionFilterProp="label"
        maxCount={most}
        style={{ width: '100%' }}
        loading={isFetching}
        options={options}
        value={value.map(one => one.id)}
        onChange={ids => onChange?.(ids.map(one => ({ id: one, name: nameOf(one) })))}
      />
      {error instanceof ApiProblem && !data && <span role="status">{t('departmentsUnread')}</span>}
    </>
  );
}
