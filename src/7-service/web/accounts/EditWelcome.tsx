import { Form, Input } from 'antd';
import { api } from '#web/api/api.ts';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { Account } from '../reads.ts';
import { useTexts } from '../texts/index.ts';

/** What somebody hears who comes in by no scene, or by one without words of its own. */
export function EditWelcome({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  return (
    <EditDrawer<{ welcome: string }>
      title={t('accounts.welcomeTitle', { name: account.name })}
      what={t('accounts.welcomeWhat')}
      initial={{ welcome: account.welcome }}
      save={(values, key) => api.patch(`/kf/accounts/${account.id}`, values, { key })}
      refresh={['/kf/accounts']}
      onSaved={() => notify.done(t('accounts.saved'))}
      onClose={onClose}
    >
      <Form.Item name="welcome" label={t('accounts.welcomeWords')}>
        <Input.TextArea maxLength={600} showCount autoSize={{ minRows: 4, maxRows: 12 }} autoFocus />
      </Form.Item>
    </EditDrawer>
  );
}
