import { Form, Input } from 'antd';
import { api } from '#web/api/api.ts';
import { CopyText } from '#web/kit/CopyText.tsx';
import { EditDrawer } from '#web/kit/EditDrawer.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import type { Account } from './AccountsPage.tsx';
import { callbackAddress } from './callback-address.ts';

type Values = { callbackToken: string; callbackKey: string };

/** The two keys of the callback. Saved here first: WeCom asks the address back the moment it is saved there. */
export function CallbackKeys({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const isOfficial = account.kind === 'official_account';
  const { address } = callbackAddress(account.callbackUrl ?? '', location.origin);
  const save = (values: Values, key: string) => api.patch(`/accounts/${account.id}`, values, { key });
  return (
    <EditDrawer<Values>
      title={t('accounts.setKeys')}
      what={t(isOfficial ? 'official.callbackWhat' : 'accounts.callbackWhat')}
      initial={{ callbackToken: '', callbackKey: '' }}
      save={save}
      refresh={['/accounts']}
      onSaved={() => notify.done(t(isOfficial ? 'official.keysSaved' : 'accounts.keysSaved'))}
      onClose={onClose}
    >
      <ol className={styles.steps}>
        <li>
          {t(isOfficial ? 'official.steps.open' : 'accounts.steps.open')} <CopyText text={address} />
        </li>
        <li>{t(isOfficial ? 'official.steps.make' : 'accounts.steps.make')}</li>
        <li>{t(isOfficial ? 'official.steps.save' : 'accounts.steps.save')}</li>
      </ol>
      {isOfficial && (
        <div className={styles.means}>
          <Notice kind="advice" title={t('official.warning')} />
        </div>
      )}
      <KeyField
        name="callbackToken"
        label={t('accounts.token')}
        hint={t('accounts.tokenHint')}
        of={/^[A-Za-z0-9]{1,32}$/}
      />
      <KeyField
        name="callbackKey"
        label={t('accounts.key')}
        hint={t('accounts.keyHint')}
        of={/^[A-Za-z0-9]{43}$/}
      />
    </EditDrawer>
  );
}

function KeyField({ name, label, hint, of }: { name: string; label: string; hint: string; of: RegExp }) {
  const t = useTexts();
  return (
    <Form.Item
      name={name}
      label={label}
      extra={hint}
      normalize={(value: string) => value.trim()}
      rules={[
        { required: true, message: t('members.missing', { what: label }) },
        { pattern: of, message: t('wrongForm') },
      ]}
    >
      <Input autoComplete="off" spellCheck={false} maxLength={64} />
    </Form.Item>
  );
}
