import { CloseOutlined } from '@ant-design/icons';
import { App, Button, Form, Select } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useWrite } from '#web/api/queries.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { kfServicersResult } from '../../contract.ts';
import { type Account, type Named, useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';

/** Who answers in WeCom's client, and who of them is on duty. */
export function Servicers({ account }: { account: Account }) {
  const t = useTexts();
  const { can } = useSession();
  const [isOpen, setOpen] = useState(false);
  const mayChange = can('service:manage') && account.isManaged;
  return (
    <section>
      <div className={styles.head}>
        <h3>{t('servicers.title')}</h3>
        {mayChange && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('servicers.add')}
          </Button>
        )}
      </div>
      {account.servicers.length === 0 && <p className={styles.none}>{t('servicers.none')}</p>}
      <ul className={styles.servicers}>
        {account.servicers.map(({ userId, member, onDuty, stopType }) => (
          <li key={userId}>
            <span>{member?.name ?? userId}</span>
            <Tag tone={onDuty ? 'accent' : 'plain'}>
              {onDuty ? t('servicers.onDuty') : t(`servicers.${stopType ?? 'stopped'}`)}
            </Tag>
            {mayChange && member && <Remove account={account} member={member} />}
          </li>
        ))}
      </ul>
      {isOpen && <Add account={account} onClose={() => setOpen(false)} />}
    </section>
  );
}

function Remove({ account, member: { id, name } }: { account: Account; member: Named }) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const remove = useWrite(
    (_: undefined, key) => api.delete(`/kf/accounts/${account.id}/servicers/${id}`, { key }),
    {
      refresh: ['/kf/accounts', '/kf/sessions'],
      onDone: () => notify.done(t('servicers.removed', { name })),
      onProblem: notify.problem,
    },
  );
  const ask = () =>
    void modal.confirm({
      title: t('servicers.removeTitle', { name }),
      content: t('servicers.removeWhat', { name }),
      okText: t('servicers.removeAct'),
      okButtonProps: { danger: true },
      onOk: () => remove.run(undefined),
    });
  return (
    <Button
      type="text"
      size="small"
      icon={<CloseOutlined />}
      aria-label={t('servicers.remove', { name })}
      onClick={ask}
      loading={remove.isRunning}
    />
  );
}

type Values = { memberIds: string[] };

function Add({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const there = new Set(account.servicers.map(one => one.member?.id));
  const members = useMembers().filter(one => !there.has(one.id));
  const save = async (values: Values, key: string) => {
    type Result = Wire<typeof kfServicersResult>;
    const { data } = await api.post<Result>(`/kf/accounts/${account.id}/servicers`, values, { key });
    const refused = data.flatMap(({ member, why }) =>
      why ? [t('servicers.notAdded', { name: member.name, why })] : [],
    );
    notify.done(refused.length > 0 ? refused.join(' ') : t('servicers.added'));
  };
  return (
    <EditDrawer<Values>
      title={t('servicers.addTitle', { name: account.name })}
      what={t('servicers.addWhat')}
      act={t('servicers.add')}
      initial={{ memberIds: [] }}
      save={save}
      refresh={['/kf/accounts', '/kf/sessions']}
      onClose={onClose}
    >
      <Form.Item
        name="memberIds"
        label={t('servicers.members')}
        rules={[{ required: true, message: t('servicers.missing') }]}
      >
        <Select
          mode="multiple"
          optionFilterProp="label"
          options={members.map(one => ({ value: one.id, label: one.name }))}
        />
      </Form.Item>
    </EditDrawer>
  );
}
