import { Checkbox, Form, Input, Select } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { acquisitionLinkBody } from '../../contract.ts';
import { DepartmentsField } from '../DepartmentsField.tsx';
import { type LinkRow, useMembers, useTagGroups, useTouchpoints, useWecomAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';

type Body = Required<Wire<typeof acquisitionLinkBody>>;
/** No touchpoint is chosen until somebody does: an empty field shows nothing. */
type Values = Omit<Body, 'touchpointId'> & { touchpointId?: string | undefined };
type Props = { link?: LinkRow | undefined; onClose: () => void };

/** A link, new or changed. */
export function EditLink({ link, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const accounts = useWecomAccounts() ?? [];
  const [only] = accounts.length === 1 ? accounts : [];
  const save = async ({ accountId, ...change }: Values, key: string) => {
    if (link) return await api.put(`/acquisition-links/${link.id}`, change, { key });
    return await api.post('/acquisition-links', { ...change, accountId: accountId || only?.id }, { key });
  };
  return (
    <EditDrawer<Values>
      title={t(link ? 'links.editTitle' : 'links.newTitle')}
      what={t(link ? 'links.editWhat' : 'links.newWhat')}
      initial={valuesOf(link)}
      save={save}
      refresh={['/acquisition-links', '/acquisition-quotas']}
      onSaved={() => notify.done(t('links.saved'))}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('links.name')}
        extra={t('links.nameHint')}
        rules={[{ required: true, whitespace: true, message: t('links.missingName') }]}
      >
        <Input maxLength={30} autoFocus={!link} autoComplete="off" />
      </Form.Item>
      {!link && accounts.length > 1 && (
        <Form.Item name="accountId" label={t('links.account')} rules={[{ required: true }]}>
          <Select options={accounts.map(one => ({ value: one.id, label: one.name }))} />
        </Form.Item>
      )}
      <Fields accountId={link?.account.id ?? only?.id} />
    </EditDrawer>
  );
}

function Fields({ accountId }: { accountId: string | undefined }) {
  const t = useTexts();
  const chosen = Form.useWatch<string | undefined>('accountId');
  const members = useMembers();
  const groups = useTagGroups();
  const touchpoints = useTouchpoints() ?? [];
  const first = Form.useWatch('priority');
  const named = (of: readonly { id: string; name: string }[]) =>
    of.map(one => ({ value: one.id, label: one.name }));
  return (
    <>
      <Form.Item
        name="touchpointId"
        label={t('links.touchpoint')}
        rules={[{ required: true, message: t('links.missingTouchpoint') }]}
      >
        <Select showSearch optionFilterProp="label" options={named(touchpoints)} />
      </Form.Item>
      <Form.Item
        name="memberIds"
        label={t('links.members')}
        extra={t('links.membersHint')}
        dependencies={['departments']}
        rules={[
          ({ getFieldValue }) => ({
            validator: async (_, ids: readonly string[] = []) => {
              const others: readonly unknown[] = getFieldValue('departments') ?? [];
              if (ids.length + others.length === 0) throw new Error(t('links.missingSomebody'));
            },
          }),
        ]}
      >
        <Select mode="multiple" optionFilterProp="label" options={named(members)} />
      </Form.Item>
      <Form.Item name="departments" label={t('links.departments')} extra={t('links.departmentsHint')}>
        <DepartmentsField accountId={chosen || accountId} />
      </Form.Item>
      <Form.Item name="asksNobody" valuePropName="checked">
        <Checkbox>{t('links.asksNobody')}</Checkbox>
      </Form.Item>
      <Form.Item name="priority" label={t('links.priority')} extra={t('links.priorityWhat')}>
        <Select
          options={(['none', 'corp', 'members'] as const).map(value => ({
            ...{ value, label: t(`links.priorities.${value}`) },
          }))}
        />
      </Form.Item>
      {first === 'members' && (
        <Form.Item
          name="priorityIds"
          label={t('links.priorityMembers')}
          rules={[{ required: true, type: 'array', min: 1, message: t('links.missingMembers') }]}
        >
          <Select mode="multiple" optionFilterProp="label" maxCount={100} options={named(members)} />
        </Form.Item>
      )}
      <Form.Item name="tagIds" label={t('links.tags')}>
        <Select
          mode="multiple"
          optionFilterProp="label"
          maxCount={20}
          options={groups.map(group => ({ label: group.name, options: named(group.tags) }))}
        />
      </Form.Item>
    </>
  );
}

function valuesOf(link: LinkRow | undefined): Values {
  const ids = (of: readonly { id: string }[] = []) => of.map(one => one.id);
  return {
    ...{ name: link?.name ?? '', accountId: link?.account.id ?? '', asksNobody: link?.asksNobody ?? true },
    ...{
      memberIds: ids(link?.members),
      tagIds: ids(link?.tags),
      departments: [...(link?.departments ?? [])],
    },
    ...{ priority: link?.priority ?? 'none', priorityIds: ids(link?.priorityMembers) },
    touchpointId: link?.touchpoint.id,
  };
}
