import { LogoutOutlined, TranslationOutlined, UserOutlined } from '@ant-design/icons';
import { Popover, Segmented } from 'antd';
import { useState } from 'react';
import { api, signedOut } from '../api/api.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import { PageLink } from '../kit/PageLink.tsx';
import { useSession } from '../session/session.ts';
import { type Appearance, chooseAppearance, useAppearance } from '../theme/appearance.ts';
import styles from './MemberMenu.module.css';
import { useLanguageSwitch } from './Switches.tsx';

/** Who I am here, how it looks, and out. */
export function MemberMenu() {
  const t = useWebTexts();
  const { member } = useSession();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      content={<MenuBody onChosen={() => setOpen(false)} />}
    >
      <button
        type="button"
        className={styles.avatar}
        aria-label={`${t('shell.account')} ${member.name}`}
        aria-expanded={isOpen}
      >
        <span aria-hidden="true">{initial(member.name)}</span>
      </button>
    </Popover>
  );
}

function MenuBody({ onChosen }: { onChosen: () => void }) {
  const t = useWebTexts();
  const { member } = useSession();
  const appearance = useAppearance();
  const switchLanguage = useLanguageSwitch();
  const options: { value: Appearance; label: string }[] = [
    { value: 'system', label: t('shell.appearanceSystem') },
    { value: 'light', label: t('shell.appearanceLight') },
    { value: 'dark', label: t('shell.appearanceDark') },
  ];
  return (
    <div className={styles.menu}>
      <div className={styles.who}>
        <strong>{member.name}</strong>
        <span>{t(`shell.role.${member.role}`)}</span>
      </div>
      <Segmented
        block
        aria-label={t('shell.appearance')}
        options={options}
        value={appearance}
        onChange={chooseAppearance}
      />
      <PageLink to="/settings/account" className={styles.item} onClick={onChosen}>
        <UserOutlined />
        {t('shell.account')}
      </PageLink>
      <button type="button" className={styles.item} onClick={switchLanguage}>
        <TranslationOutlined />
        {t('shell.switchLanguage')}
      </button>
      <button type="button" className={styles.item} onClick={signOut}>
        <LogoutOutlined />
        {t('shell.signOut')}
      </button>
    </div>
  );
}

/** Out in any case: a session that cannot be ended on the server runs out there, and this browser forgets it now. */
export function signOut(): void {
  api.delete('/session').then(signedOut, signedOut);
}

/** Of a Chinese name the last character, as WeCom does; of others the first letter. */
function initial(name: string): string {
  const characters = [...name.trim()];
  const sign = /\p{Script=Han}/u.test(name) ? characters.at(-1) : characters[0];
  return (sign ?? '·').toUpperCase();
}
