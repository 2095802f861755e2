import { Button, Form, Input } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { Refused } from '#web/kit/Refused.tsx';
import { useFieldProblems } from '#web/kit/use-field-problems.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Account.module.css';

type Values = { current: string; next: string; again: string };

/** A new password of one's own: the present one is asked for, and other devices are signed out. */
export function PasswordForm() {
  const t = useTexts();
  const { member } = useSession();
  const login = useMembers().find(({ id }) => id === member.id)?.login;
  const [form] = Form.useForm<Values>();
  const write = useChange(() => form.resetFields());
  useFieldProblems(form, write.problem);
  const missing = { required: true, message: t('account.missing') };
  return (
    <Panel title={t('account.password')} tone="sheet">
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        className={styles.password ?? ''}
        onFinish={write.run}
      >
        <Refused problem={write.problem} />
        {/* For password managers: whose password it is. */}
        <input hidden readOnly autoComplete="username" value={login ?? ''} />
        <Form.Item name="current" label={t('account.current')} rules={[missing]}>
          <Input.Password autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('account.next')}
          extra={t('account.nextHint')}
          rules={[missing, { min: 8, message: t('members.passwordHint') }]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Form.Item
          name="again"
          label={t('account.again')}
          dependencies={['next']}
          rules={[
            missing,
            ({ getFieldValue }) => ({
              validator: (_, again: string) =>
                !again || again === getFieldValue('next')
                  ? Promise.resolve()
                  : Promise.reject(new Error(t('account.differs'))),
            }),
          ]}
        >
          <Input.Password autoComplete="new-password" maxLength={200} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={write.isRunning}>
          {t('account.submit')}
        </Button>
      </Form>
    </Panel>
  );
}

function useChange(onDone: () => void) {
  const t = useTexts();
  const notify = useNotify();
  return useWrite(
    ({ current, next }: Values, key) => api.patch('/session/password', { current, next }, { key }),
    {
      refresh: ['/welcome'],
      onDone: () => {
        onDone();
        notify.done(t('account.changed'));
      },
    },
  );
}
