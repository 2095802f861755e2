import { MoonOutlined, SunOutlined } from '@ant-design/icons';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../api/api.ts';
import { speak, useLanguage, useWebTexts } from '../i18n/i18n.ts';
import { type Session, sessionQuery } from '../session/session.ts';
import { chooseAppearance, useShade } from '../theme/appearance.ts';
import styles from './TopBar.module.css';

export function LanguageSwitch() {
  const t = useWebTexts();
  const switchLanguage = useLanguageSwitch();
  return (
    <button
      type="button"
      className={styles.switch}
      onClick={switchLanguage}
      aria-label={t('shell.switchLanguage')}
    >
      <span aria-hidden="true">{t('shell.languageShort')}</span>
    </button>
  );
}

export function ShadeSwitch() {
  const t = useWebTexts();
  const shade = useShade();
  const label = shade === 'dark' ? t('palette.toLight') : t('palette.toDark');
  return (
    <button
      type="button"
      className={styles.switch}
      aria-label={label}
      title={label}
      onClick={() => chooseAppearance(shade === 'dark' ? 'light' : 'dark')}
    >
      {shade === 'dark' ? <SunOutlined /> : <MoonOutlined />}
    </button>
  );
}

/**
 * Speaks the other language at once and remembers it for the member; that the choice could not be stored is no reason
 * to hold it back.
 */
export function useLanguageSwitch(): () => void {
  const client = useQueryClient();
  const language = useLanguage();
  const next = language === 'zh' ? 'en' : 'zh';
  return () => {
    const store = async () => {
      await speak(next);
      const session = await api.patch<Session>('/session', { language: next });
      client.setQueryData(sessionQuery.queryKey, session);
    };
    store().catch(() => undefined);
  };
}
