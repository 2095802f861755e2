import { Form, Input } from 'antd';
import { PageLink } from '#web/kit/PageLink.tsx';
import type { Member } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Members.module.css';

type Props = { member: Member | undefined; isMe: boolean };

/** How somebody signs in. A login that is new needs a password, and a password needs a login. */
export function LoginFields({ member, isMe }: Props) {
  const t = useTexts();
  const isSignedUp = member !== undefined && member.login !== null;
  return (
    <>
      <Form.Item
        name="login"
        label={t('members.login')}
        extra={t('members.loginHint')}
        dependencies={['password']}
        rules={[
          { pattern: /^\s*[a-z0-9][a-z0-9._@-]{2,49}\s*$/i, message: t('wrongForm') },
          ({ getFieldValue }) => ({
            required: Boolean(getFieldValue('password')),
            message: t('members.missing', { what: t('members.login') }),
          }),
        ]}
      >
        <Input maxLength={50} autoComplete="off" autoCapitalize="none" spellCheck={false} />
      </Form.Item>
      {isMe ? (
        <p className={styles.hint}>
          <PageLink to="/settings/account">{t('members.ownPassword')}</PageLink>
        </p>
      ) : (
        <Form.Item
          name="password"
          label={t(isSignedUp ? 'members.newPassword' : 'members.password')}
          extra={t(isSignedUp ? 'members.passwordKeep' : 'members.passwordHint')}
          dependencies={['login']}
          rules={[
            { min: 8, message: t('members.passwordHint') },
            ({ getFieldValue }) => ({
              required: !isSignedUp && Boolean(getFieldValue('login')?.trim()),
              message: t('members.missing', { what: t('members.password') }),
            }),
          ]}
        >
          <Input.Password maxLength={200} autoComplete="new-password" />
        </Form.Item>
      )}
    </>
  );
}
