import { Button, Form, Input, Select } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import type { Account, NoticeTemplate } from './NoticeTemplatesPage.tsx';

type Values = { accountId: string; code: string; title: string; content: string };
type Props = {
  template: NoticeTemplate | undefined;
  accounts: readonly Account[];
  onClose: () => void;
};

/** A template as the platform shows it; one that is there can only be put away, because the platform owns its words. */
export function NewNoticeTemplate({ template, accounts, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  if (template) return <Shown template={template} onClose={onClose} />;
  const required = (what: string) => ({
    required: true,
    whitespace: true,
    message: t('notices.missing', { what }),
  });
  return (
    <EditDrawer<Values>
      title={t('notices.newTitle')}
      what={t('notices.newWhat')}
      initial={{ accountId: accounts[0]?.id ?? '', code: '', title: '', content: '' }}
      save={(values, key) => api.post('/notice-templates', values, { key })}
      refresh={['/notice-templates']}
      onSaved={() => notify.done(t('notices.saved'))}
      onClose={onClose}
    >
      <Form.Item name="accountId" label={t('followers.account')} hidden={accounts.length === 1}>
        <Select options={accounts.map(({ id: value, name: label }) => ({ value, label }))} />
      </Form.Item>
      <Form.Item name="title" label={t('notices.title')} rules={[required(t('notices.title'))]}>
        <Input maxLength={40} autoComplete="off" />
      </Form.Item>
      <Form.Item
        name="code"
        label={t('notices.code')}
        extra={t('notices.codeHint')}
        normalize={(value: string) => value.trim()}
        rules={[required(t('notices.code')), { pattern: /^[\w-]{4,128}$/, message: t('notices.codeWrong') }]}
      >
        <Input maxLength={128} autoComplete="off" spellCheck={false} />
      </Form.Item>
      <Form.Item
        name="content"
        label={t('notices.content')}
        extra={t('notices.contentHint')}
        rules={[required(t('notices.content'))]}
      >
        <Input.TextArea
          maxLength={1_000}
          autoSize={{ minRows: 4, maxRows: 10 }}
          placeholder={t('notices.contentPlace', { one: '{{thing1.DATA}}', two: '{{time2.DATA}}' })}
        />
      </Form.Item>
    </EditDrawer>
  );
}

function Shown({ template, onClose }: { template: NoticeTemplate; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const archive = useWrite((_: undefined, key) => api.delete(`/notice-templates/${template.id}`, { key }), {
    refresh: ['/notice-templates'],
    onDone: () => {
      notify.done(t('notices.archived', { name: template.title }));
      onClose();
    },
    onProblem: notify.problem,
  });
  const facts = [
    { key: 'code', label: t('notices.code'), value: template.code },
    { key: 'source', label: t('notices.source'), value: t(`notices.sources.${template.source}`) },
    ...template.fields.map(({ key, label }) => ({ key, label: key, value: label })),
  ];
  return (
    <QuickLook
      of={template.id}
      title={template.title}
      onClose={onClose}
      footer={
        <Button danger type="text" loading={archive.isRunning} onClick={() => archive.run(undefined)}>
          {t('notices.archive')}
        </Button>
      }
    >
      <Facts facts={facts} />
    </QuickLook>
  );
}
