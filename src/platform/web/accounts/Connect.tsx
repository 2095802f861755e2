import { useNavigate } from '@tanstack/react-router';
import { Form, Input } from 'antd';
import { useRef } from 'react';
import type { wecomAccountBody } from '#customers/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { AgentIdField, NameField, SecretField } from './fields.tsx';

type Values = { name: string; corpId: string; agentId: string; secret: string };

/** 接入企业微信: four fields and where to find each; then the wizard says what is still missing. */
export function Connect({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const made = useRef<string>(undefined);
  const connect = async ({ agentId, ...values }: Values, key: string) => {
    const body: Wire<typeof wecomAccountBody> = {
      kind: 'wecom',
      ...values,
      ...(agentId && { agentId: Number(agentId) }),
    };
    made.current = (await api.post<{ id: string }>('/accounts', body, { key })).id;
  };
  const close = () =>
    made.current ? void navigate({ to: `/settings/accounts/${made.current}/connect` }) : onClose();
  const what = t('accounts.corpId');
  return (
    <EditDrawer<Values>
      title={t('accounts.newTitle')}
      what={t('accounts.afterWhat')}
      act={t('accounts.connectDo')}
      initial={{ name: '', corpId: '', agentId: '', secret: '' }}
      save={connect}
      refresh={['/accounts']}
      onSaved={() => notify.done(t('accounts.connected'))}
      onClose={close}
    >
      <NameField isNew />
      <Form.Item
        name="corpId"
        label={what}
        extra={t('accounts.where.corpId')}
        rules={[{ required: true, whitespace: true, message: t('members.missing', { what }) }]}
      >
        <Input maxLength={64} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <AgentIdField />
      <SecretField isNew />
    </EditDrawer>
  );
}
