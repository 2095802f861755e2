import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import type { Account } from './AccountsPage.tsx';

/** The shops orders were brought in from; each leads to its customers. */
export function Shops({ shops }: { shops: readonly Account[] }) {
  const t = useTexts();
  const { can } = useSession();
  if (shops.length === 0) return null;
  return (
    <Panel title={t('accounts.shops')}>
      <p className={styles.what}>{t('accounts.shopsWhat')}</p>
      <ul className={styles.shops}>
        {shops.map(shop => (
          <li key={shop.id}>
            <strong>{shop.name}</strong>
            <Platform of={shop} />
            <PageLink to={`/customers?shop=${shop.id}`}>{t('accounts.customers')}</PageLink>
            {can('channels:write') && (
              <PageLink to={`/settings/accounts?look=${shop.id}`}>{t('accounts.rename')}</PageLink>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const PLATFORMS = ['youzan', 'taobao', 'jd', 'douyin', 'store', 'other'] as const;

function Platform({ of: { platform } }: { of: Account }) {
  const t = useTexts();
  const known = PLATFORMS.find(name => name === platform);
  return <span className={styles.faint}>{known ? t(`accounts.platforms.${known}`) : platform}</span>;
}
