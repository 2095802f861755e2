import { useNavigate } from '@tanstack/react-router';
import { Form, Input } from 'antd';
import { useRef } from 'react';
import type { officialAccountBody } from '#customers/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { AppSecretField, NameField } from './fields.tsx';

type Values = Pick<Wire<typeof officialAccountBody>, 'name' | 'appId' | 'secret'>;

/** 接入公众号: three fields and where to find each; then the wizard says what is still missing. */
export function ConnectOfficial({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const made = useRef<string>(undefined);
  const connect = async (values: Values, key: string) => {
    made.current = (await api.post<{ id: string }>('/official-accounts', values, { key })).id;
  };
  const close = () =>
    made.current ? void navigate({ to: `/settings/accounts/${made.current}/connect` }) : onClose();
  const what = t('official.appId');
  return (
    <EditDrawer<Values>
      title={t('official.newTitle')}
      what={t('official.afterWhat')}
      act={t('official.connectDo')}
      initial={{ name: '', appId: '', secret: '' }}
      save={connect}
      refresh={['/accounts']}
      onSaved={() => notify.done(t('official.connected'))}
      onClose={close}
    >
      <NameField isNew />
      <Form.Item
        name="appId"
        label={what}
        extra={t('official.appIdHint')}
        normalize={(value: string) => value.trim()}
        rules={[{ required: true, whitespace: true, message: t('members.missing', { what }) }]}
      >
        <Input maxLength={64} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <AppSecretField isNew />
    </EditDrawer>
  );
}
