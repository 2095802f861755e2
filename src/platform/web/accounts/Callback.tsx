import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { CopyText } from '#web/kit/CopyText.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import type { Account } from './AccountsPage.tsx';
import { callbackAddress } from './callback-address.ts';

/** Where WeCom tells at once who came and who left, and whether we have the keys to read it. */
export function Callback({ account, onKeys }: { account: Account; onKeys: () => void }) {
  const t = useTexts();
  const { address, isReachable } = callbackAddress(account.callbackUrl ?? '', location.origin);
  const isReady = account.hasCallbackKeys;
  const isOfficial = account.kind === 'official_account';
  const missing = isOfficial ? 'official.callbackMissing' : 'accounts.callbackMissing';
  return (
    <div className={styles.callback}>
      <CopyText text={address} />
      <p className={isReady ? styles.ready : styles.advice}>
        {isReady ? <CheckCircleOutlined /> : <WarningOutlined />}
        {t(isReady ? 'accounts.callbackReady' : missing)}
      </p>
      {!isReachable && account.simulatorUrl === null && (
        <p className={styles.advice}>
          <WarningOutlined />
          {t(isOfficial ? 'official.callbackLocal' : 'accounts.callbackLocal')}
        </p>
      )}
      <Button size="small" onClick={onKeys}>
        {t(isReady ? 'accounts.changeKeys' : 'accounts.setKeys')}
      </Button>
    </div>
  );
}
