import { CopyText } from '#web/kit/CopyText.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import type { Account } from './AccountsPage.tsx';
import { callbackAddress } from './callback-address.ts';

/** What an administrator enters in WeCom's console so that members see Siyu beside their chats. */
export function SidebarPage({ account }: { account: Account }) {
  const t = useTexts();
  const { address } = callbackAddress(account.callbackUrl ?? '', location.origin);
  const page = new URL(`/sidebar/?account=${account.id}`, address);
  return (
    <div className={styles.callback}>
      <CopyText text={page.href} />
      <p>{t('accounts.sidebarWhat', { host: page.host })}</p>
      {account.simulatorUrl !== null && (
        <a href={`${account.simulatorUrl}sidebar`} target="_blank" rel="noreferrer">
          {t('accounts.sidebarTry')}
        </a>
      )}
    </div>
  );
}
