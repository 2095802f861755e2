import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Refused } from '#web/kit/Refused.tsx';
import { useFieldProblems } from '#web/kit/use-field-problems.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { welcomeQuery } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Data.module.css';

/** How the company is called, wherever its name stands. */
export function Company() {
  const t = useTexts();
  const { data, error, refetch } = useQuery(welcomeQuery);
  return (
    <Panel title={t('data.company')} tone="sheet">
      {data && <NameForm key={data.name} name={data.name ?? ''} />}
      {!data && (error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <Bone height={64} />)}
    </Panel>
  );
}

function NameForm({ name }: { name: string }) {
  const t = useTexts();
  const notify = useNotify();
  const [form] = Form.useForm<{ name: string }>();
  const write = useWrite((given: { name: string }, key) => api.patch('/company', given, { key }), {
    refresh: ['/welcome', '/home'],
    onDone: () => notify.done(t('saved')),
  });
  useFieldProblems(form, write.problem);
  const what = t('data.companyName');
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      className={styles.form ?? ''}
      initialValues={{ name }}
      onFinish={write.run}
    >
      <Refused problem={write.problem} />
      <Form.Item
        name="name"
        label={what}
        extra={t('data.companyHint')}
        rules={[{ required: true, whitespace: true, message: t('members.missing', { what }) }]}
      >
        <Input maxLength={60} autoComplete="organization" />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={write.isRunning}>
        {t('save')}
      </Button>
    </Form>
  );
}
