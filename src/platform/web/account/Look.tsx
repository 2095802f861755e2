import { Segmented } from 'antd';
import { useId } from 'react';
import { useLanguage, useWebTexts } from '#web/i18n/i18n.ts';
import { Panel } from '#web/kit/Panel.tsx';
import { useLanguageSwitch } from '#web/shell/Switches.tsx';
import { type Appearance, chooseAppearance, useAppearance } from '#web/theme/appearance.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Account.module.css';

const LANGUAGES = [
  { value: 'zh', label: '中文' },
  { value: 'en', label: 'English' },
] as const;

/** The language is the member's and goes along to other devices; light and dark are this browser's. */
export function Look() {
  const t = useTexts();
  const web = useWebTexts();
  const [languageId, appearanceId] = [useId(), useId()];
  const language = useLanguage();
  const switchLanguage = useLanguageSwitch();
  const appearance = useAppearance();
  const shades: { value: Appearance; label: string }[] = [
    { value: 'system', label: web('shell.appearanceSystem') },
    { value: 'light', label: web('shell.appearanceLight') },
    { value: 'dark', label: web('shell.appearanceDark') },
  ];
  return (
    <Panel title={t('account.look')} tone="sheet">
      <div className={styles.look}>
        <span id={languageId}>{t('account.language')}</span>
        <Segmented
          aria-labelledby={languageId}
          options={[...LANGUAGES]}
          value={language}
          onChange={chosen => chosen !== language && switchLanguage()}
        />
        <span id={appearanceId}>{t('account.appearance')}</span>
        <Segmented
          aria-labelledby={appearanceId}
          options={shades}
          value={appearance}
          onChange={chooseAppearance}
        />
      </div>
    </Panel>
  );
}
