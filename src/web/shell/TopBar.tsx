import { SearchOutlined } from '@ant-design/icons';
import { Tooltip } from 'antd';
import { useWebTexts } from '../i18n/i18n.ts';
import { MOD } from '../kit/use-hotkey.ts';
import { useSession } from '../session/session.ts';
import { Mark } from './Mark.tsx';
import { MemberMenu } from './MemberMenu.tsx';
import { LanguageSwitch, ShadeSwitch } from './Switches.tsx';
import styles from './TopBar.module.css';

/** Search first, then what concerns the member. On a phone the search is an icon and the switches are in the menu. */
export function TopBar({ shop, onSearch }: { shop: string; onSearch: () => void }) {
  const t = useWebTexts();
  const { demo } = useSession();
  return (
    <header className={styles.bar}>
      <span className={styles.shop}>
        <Mark size={24} />
        {shop}
      </span>
      <button type="button" className={styles.search} onClick={onSearch} aria-keyshortcuts="Meta+K Control+K">
        <SearchOutlined />
        <span className={styles.prompt}>{t('shell.search')}</span>
        <kbd className={styles.keys}>{MOD === '⌘' ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <span className={styles.space} />
      {demo && (
        <Tooltip title={t('shell.demoExplained')} trigger={['hover', 'focus']}>
          <button type="button" className={styles.demo}>
            {t('shell.demo')}
          </button>
        </Tooltip>
      )}
      <span className={styles.switches}>
        <LanguageSwitch />
        <ShadeSwitch />
      </span>
      <MemberMenu />
    </header>
  );
}
