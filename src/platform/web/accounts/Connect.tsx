import { Form, Input } from 'antd';
import type { wecomAccountBody } from '#customers/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { EditDrawer } from '../EditDrawer.tsx';
import { useTexts } from '../texts/index.ts';
import { AgentIdField, NameField, SecretField } from './fields.tsx';

type Values = { name: string; corpId: string; agentId: string; secret: string };

/** 接入企业微信: four fields and where to find each. The callback follows: its address needs the account. */
export function Connect({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const connect = ({ agentId, ...values }: Values, key: string) => {
    const body: Wire<typeof wecomAccountBody> = {
      kind: 'wecom',
      ...values,
      ...(agentId && { agentId: Number(agentId) }),
    };
    return api.post('/accounts', body, { key });
  };
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
      onClose={onClose}
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
