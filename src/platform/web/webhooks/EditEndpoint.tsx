import { Checkbox, Form, Input, Radio } from 'antd';
import { useRef } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { endpointBody, endpointSecret } from '../../webhooks/contract.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Webhooks.module.css';
import type { Endpoint, EventType, Made } from './WebhooksPage.tsx';

type Body = Wire<typeof endpointBody>;
type Values = Required<Body> & { which: 'all' | 'some' };
type Props = {
  endpoint?: Endpoint;
  types: readonly EventType[];
  onMade: (made: Made) => void;
  onClose: () => void;
};

/** Where to, what of, and what of the people along with it. */
export function EditEndpoint({ endpoint, types, onMade, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const made = useRef<Wire<typeof endpointSecret>>(undefined);
  const save = async ({ which, ...values }: Values, key: string) => {
    const body: Body = { ...values, types: which === 'all' ? [] : values.types };
    if (endpoint) await api.patch(`/webhook-endpoints/${endpoint.id}`, body, { key });
    else made.current = await api.post<Wire<typeof endpointSecret>>('/webhook-endpoints', body, { key });
  };
  const { name = '', url = '', fields = [], imports = false } = endpoint ?? {};
  const chosen = endpoint?.types ?? [];
  return (
    <EditDrawer<Values>
      title={t(endpoint ? 'webhooks.editTitle' : 'webhooks.add')}
      act={endpoint ? t('save') : t('webhooks.make')}
      initial={{ name, url, types: chosen, fields, imports, which: chosen.length === 0 ? 'all' : 'some' }}
      save={save}
      refresh={['/webhook-endpoints']}
      onSaved={() => (made.current ? onMade({ ...made.current, isRotated: false }) : notify.done(t('saved')))}
      onClose={onClose}
    >
      {form => (
        <>
          <Required name="name" label={t('webhooks.name')} hint={t('webhooks.nameHint')} most={60} />
          <Required name="url" label={t('webhooks.url')} hint={t('webhooks.urlHint')} most={1_000} />
          <Form.Item name="which" label={t('webhooks.types')}>
            <Radio.Group>
              <Radio value="all">{t('webhooks.allTypes')}</Radio>
              <Radio value="some">{t('webhooks.chosenTypes')}</Radio>
            </Radio.Group>
          </Form.Item>
          <Form.Item noStyle dependencies={['which']}>
            {() => form.getFieldValue('which') === 'some' && <Types types={types} />}
          </Form.Item>
          <Form.Item name="fields" label={t('webhooks.fields')} extra={t('webhooks.fieldsHint')}>
            <Checkbox.Group
              options={(['name', 'phone'] as const).map(value => ({
                value,
                label: t(`webhooks.field.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item name="imports" valuePropName="checked" extra={t('webhooks.importsHint')}>
            <Checkbox>{t('webhooks.imports')}</Checkbox>
          </Form.Item>
        </>
      )}
    </EditDrawer>
  );
}

function Required({ name, label, hint, most }: { name: string; label: string; hint: string; most: number }) {
  const t = useTexts();
  const message = t('members.missing', { what: label });
  return (
    <Form.Item name={name} label={label} extra={hint} rules={[{ required: true, whitespace: true, message }]}>
      <Input maxLength={most} autoComplete="off" spellCheck={false} />
    </Form.Item>
  );
}

/** Each with its name for programs: that is what the receiver's makers look for. */
function Types({ types }: { types: readonly EventType[] }) {
  const t = useTexts();
  return (
    <Form.Item name="types" rules={[{ required: true, message: t('webhooks.typesMissing') }]}>
      <Checkbox.Group className={styles.types ?? ''}>
        {types.map(({ type, title }) => (
          <Checkbox key={type} value={type}>
            {title} <code className={styles.faint}>{type}</code>
          </Checkbox>
        ))}
      </Checkbox.Group>
    </Form.Item>
  );
}
