import { Button, Form, Input, Segmented, Select } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import type { SmsAccount, Template } from './SmsTemplatesPage.tsx';
import { TemplateVerdict } from './TemplateVerdict.tsx';

type Values = {
  accountId: string;
  name: string;
  code: string;
  kind: 'marketing' | 'transactional';
  text: string;
};
type Props = { template: Template | undefined; accounts: readonly SmsAccount[]; onClose: () => void };

/** A template as the vendor has approved it; what its rules forbid is said while one writes. */
export function EditTemplate({ template, accounts, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const save = (values: Values, key: string) =>
    template
      ? api.put(`/sms-templates/${template.id}`, values, { key })
      : api.post('/sms-templates', values, { key });
  const initial: Values = template ?? {
    ...{ accountId: accounts[0]?.id ?? '', name: '', code: '', kind: 'marketing', text: '' },
  };
  const { accountId, name, code, kind, text } = initial;
  return (
    <EditDrawer<Values>
      title={t(template ? 'smsTemplates.editTitle' : 'smsTemplates.newTitle')}
      initial={{ accountId, name, code, kind, text }}
      save={save}
      refresh={['/sms-templates']}
      onSaved={() => notify.done(t('smsTemplates.saved'))}
      onClose={onClose}
      other={template && <Archive template={template} onDone={onClose} />}
    >
      {form => (
        <Form.Item noStyle shouldUpdate>
          {() => {
            const given = form.getFieldsValue() as Partial<Values>;
            const vendor =
              accounts.find(({ id }) => id === (given.accountId ?? accountId))?.vendor ?? 'aliyun';
            return (
              <>
                <Fields vendor={vendor} accounts={accounts} isNew={!template} />
                <TemplateVerdict
                  accountId={given.accountId ?? accountId}
                  kind={given.kind ?? kind}
                  text={given.text ?? text}
                />
              </>
            );
          }}
        </Form.Item>
      )}
    </EditDrawer>
  );
}

// biome-ignore lint/suspicious/noTemplateCurlyInString: the vendor writes its places so
const PLACES = { aliyun: '${name}', tencent: '{1} {2}' } as const;

type FieldsProps = { vendor: 'aliyun' | 'tencent'; accounts: readonly SmsAccount[]; isNew: boolean };

function Fields({ vendor, accounts, isNew }: FieldsProps) {
  const t = useTexts();
  const required = (what: string) => ({
    required: true,
    whitespace: true,
    message: t('smsTemplates.missing', { what }),
  });
  const kinds = (['marketing', 'transactional'] as const).map(value => ({
    value,
    label: t(`smsTemplates.kinds.${value}`),
  }));
  return (
    <>
      <Form.Item name="accountId" label={t('smsTemplates.account')} hidden={accounts.length === 1}>
        <Select
          disabled={!isNew}
          options={accounts.map(({ id: value, name: label }) => ({ value, label }))}
        />
      </Form.Item>
      <Form.Item name="kind" label={t('smsTemplates.kind')} extra={t('smsTemplates.kindHint')}>
        <Segmented options={kinds} />
      </Form.Item>
      <Form.Item name="name" label={t('smsTemplates.name')} rules={[required(t('smsTemplates.name'))]}>
        <Input maxLength={60} autoFocus={isNew} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('smsTemplates.code')}
        extra={t(`smsTemplates.codeHint.${vendor}`)}
        normalize={(value: string) => value.trim()}
        rules={[
          required(t('smsTemplates.code')),
          { pattern: /^\w{1,40}$/, message: t('smsTemplates.codeWrong') },
        ]}
      >
        <Input maxLength={40} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="text"
        label={t('smsTemplates.text')}
        extra={t(`smsTemplates.textHint.${vendor}`, { places: PLACES[vendor] })}
        rules={[required(t('smsTemplates.text'))]}
      >
        <Input.TextArea maxLength={1_000} autoSize={{ minRows: 4, maxRows: 12 }} />
      </Form.Item>
    </>
  );
}

function Archive({ template, onDone }: { template: Template; onDone: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const archive = useWrite((_: undefined, key) => api.delete(`/sms-templates/${template.id}`, { key }), {
    refresh: ['/sms-templates'],
    onDone: () => {
      notify.done(t('smsTemplates.archived', { name: template.name }));
      onDone();
    },
    onProblem: notify.problem,
  });
  return (
    <Button danger type="text" loading={archive.isRunning} onClick={() => archive.run(undefined)}>
      {t('smsTemplates.archive')}
    </Button>
  );
}
