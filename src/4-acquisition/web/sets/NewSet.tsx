import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Form, Input, Select } from 'antd';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { codeSetBody } from '../../contract.ts';
import { useMembers, useTagGroups, useWecomAccounts } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Sets.module.css';

type Values = Required<Wire<typeof codeSetBody>>;
const PLACES = ['table', 'receipt', 'package', 'counter'] as const;
const NO_STORE: Values['stores'][number] = { store: '', memberIds: [], perClerk: true };

/** Shops and their clerks, whose codes are made at once. */
export function NewSet({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const accounts = useWecomAccounts() ?? [];
  const [only] = accounts.length === 1 ? accounts : [];
  const save = async ({ accountId, ...values }: Values, key: string) => {
    const body = { ...values, accountId: accountId || only?.id };
    const { id } = await api.post<{ id: string }>('/code-sets', body, { key });
    void navigate({ to: `/code-sets/${id}` });
  };
  return (
    <EditDrawer<Values>
      title={t('sets.new')}
      what={t('sets.newWhat')}
      act={t('sets.act')}
      initial={{ name: '', place: 'table', accountId: '', stores: [NO_STORE], tagIds: [] }}
      save={save}
      refresh={['/code-sets', '/touchpoints', '/live-codes']}
      onSaved={() => notify.done(t('sets.done'))}
      onClose={onClose}
    >
      <Form.Item
        name="name"
        label={t('sets.name')}
        extra={t('sets.nameHint')}
        rules={[{ required: true, whitespace: true, message: t('sets.missingName') }]}
      >
        <Input maxLength={20} autoFocus autoComplete="off" />
      </Form.Item>
      <Form.Item name="place" label={t('sets.place')} extra={t('sets.placeHint')}>
        <Select options={PLACES.map(value => ({ value, label: t(`sets.places.${value}`) }))} />
      </Form.Item>
      {accounts.length > 1 && (
        <Form.Item name="accountId" label={t('sets.account')} rules={[{ required: true }]}>
          <Select options={accounts.map(one => ({ value: one.id, label: one.name }))} />
        </Form.Item>
      )}
      <Stores />
      <Tags />
    </EditDrawer>
  );
}

function Stores() {
  const t = useTexts();
  const members = useMembers().map(one => ({ value: one.id, label: one.name }));
  return (
    <Form.List name="stores">
      {(fields, { add, remove }) => (
        <fieldset className={styles.stores}>
          <legend>{t('sets.stores')}</legend>
          {fields.map(({ key, name }) => (
            <div key={key} className={styles.store}>
              <Form.Item
                name={[name, 'store']}
                label={t('sets.store')}
                rules={[{ required: true, whitespace: true, message: t('sets.missingStore') }]}
              >
                <Input maxLength={16} autoComplete="off" />
              </Form.Item>
              <Form.Item
                name={[name, 'memberIds']}
                label={t('sets.members')}
                rules={[{ required: true, type: 'array', min: 1, message: t('sets.missingMembers') }]}
              >
                <Select mode="multiple" optionFilterProp="label" maxCount={30} options={members} />
              </Form.Item>
              <div className={styles.storeFoot}>
                <Form.Item name={[name, 'perClerk']} valuePropName="checked" noStyle>
                  <Checkbox>{t('sets.perClerk')}</Checkbox>
                </Form.Item>
                {fields.length > 1 && (
                  <Button type="text" size="small" onClick={() => remove(name)}>
                    {t('sets.removeStore')}
                  </Button>
                )}
              </div>
            </div>
          ))}
          <Button onClick={() => add(NO_STORE)}>{t('sets.addStore')}</Button>
        </fieldset>
      )}
    </Form.List>
  );
}

function Tags() {
  const t = useTexts();
  const groups = useTagGroups();
  return (
    <Form.Item name="tagIds" label={t('sets.tags')}>
      <Select
        mode="multiple"
        optionFilterProp="label"
        maxCount={20}
        options={groups.map(group => ({
          label: group.name,
          options: group.tags.map(tag => ({ value: tag.id, label: tag.name })),
        }))}
      />
    </Form.Item>
  );
}
