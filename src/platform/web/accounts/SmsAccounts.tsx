import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { smsAccountView } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useWholeList } from '#web/api/queries.ts';
import { CopyText } from '#web/kit/CopyText.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { type Fact, Facts } from '#web/kit/Facts.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useSession } from '#web/session/session.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Accounts.module.css';
import { callbackAddress } from './callback-address.ts';
import { PauseOrResume } from './PauseOrResume.tsx';
import { SmsCheck } from './SmsCheck.tsx';
import { EditSms, NewSms } from './SmsFields.tsx';
import { SmsReplies } from './SmsReplies.tsx';

export type SmsAccount = Wire<typeof smsAccountView>;
export type SmsPart = 'sms' | 'sms-check' | 'sms-replies';
type Props = {
  look: string | undefined;
  part: SmsPart | undefined;
  ask: (look: string | undefined, part?: SmsPart) => void;
};

/** 短信: the accounts at SMS vendors, where they push to, and what a text costs. */
export function SmsAccounts({ look, part, ask }: Props) {
  const t = useTexts();
  const mayWrite = useSession().can('channels:write');
  const { rows, error, retry } = useWholeList<SmsAccount>('/sms-accounts');
  const looked = rows?.find(({ id }) => id === look);
  const close = () => ask(undefined);
  const add = mayWrite && (
    <Button icon={<PlusOutlined />} onClick={() => ask('new', 'sms')}>
      {t('sms.connect')}
    </Button>
  );
  if (!rows) return error ? <ErrorState error={error} onRetry={retry} /> : null;
  return (
    <>
      {rows.length === 0 && (
        <Panel title={t('sms.title')} aside={add}>
          <p className={styles.what}>{t('sms.what')}</p>
        </Panel>
      )}
      {rows.map(account => (
        <SmsSheet key={account.id} account={account} ask={ask} />
      ))}
      {mayWrite && part === 'sms' && look === 'new' && (
        <NewSms onClose={close} onMade={id => ask(id, 'sms-check')} />
      )}
      {mayWrite && part === 'sms' && looked && <EditSms key={look} account={looked} onClose={close} />}
      {part === 'sms-replies' && looked && <SmsReplies account={looked} onClose={close} />}
      {mayWrite && part === 'sms-check' && looked && <SmsCheck account={looked} onClose={close} />}
    </>
  );
}

function SmsSheet({ account, ask }: { account: SmsAccount; ask: Props['ask'] }) {
  const t = useTexts();
  const mayWrite = useSession().can('channels:write');
  const actions = mayWrite && (
    <div className={styles.actions}>
      <PauseOrResume account={account} path="/sms-accounts" what={t('sms.pausedWhat')} />
      <Button onClick={() => ask(account.id, 'sms')}>{t('change')}</Button>
      {account.status === 'active' && (
        <Button onClick={() => ask(account.id, 'sms-check')}>{t('accounts.check.do')}</Button>
      )}
    </div>
  );
  return (
    <Panel tone="sheet" title={account.name} aside={actions}>
      <p className={styles.tags}>
        <Tag>{t(`sms.vendors.${account.vendor}`)}</Tag>
      </p>
      {account.status === 'paused' && (
        <Notice kind="advice" title={t('accounts.paused')}>
          {t('sms.pausedWhat')}
        </Notice>
      )}
      <Facts facts={useSmsFacts(account, () => ask(account.id, 'sms-replies'))} />
    </Panel>
  );
}

function useSmsFacts(account: SmsAccount, onReplies: () => void): (Fact & { key: string })[] {
  const t = useTexts();
  const { signName, appId, keyShown, pricePerThousand, receiptsUrl, repliesUrl } = account;
  return [
    { key: 'sign', label: t('sms.signName'), value: `【${signName}】` },
    ...(appId ? [{ key: 'appId', label: 'SdkAppId', value: appId }] : []),
    { key: 'key', label: t('sms.keyId'), value: keyShown },
    {
      key: 'price',
      label: t('sms.price'),
      value: t('sms.priceOf', { fen: String(pricePerThousand / 1_000) }),
    },
    {
      key: 'templates',
      label: t('sms.templates'),
      value: <PageLink to="/sms-templates">{t('sms.seeTemplates')}</PageLink>,
    },
    {
      key: 'answers',
      label: t('sms.replies'),
      value: (
        <Button size="small" onClick={onReplies}>
          {t('sms.seeReplies')}
        </Button>
      ),
    },
    ...(receiptsUrl && repliesUrl
      ? [
          {
            key: 'receipts',
            label: t('sms.receiptsUrl'),
            value: <Pushes url={receiptsUrl} last={account.lastReceiptAt} />,
          },
          {
            key: 'replies',
            label: t('sms.repliesUrl'),
            value: <Pushes url={repliesUrl} last={account.lastReplyAt} />,
          },
        ]
      : []),
  ];
}

/** An address to give to the vendor, and when it was last used. */
function Pushes({ url, last }: { url: string; last: string | null }) {
  const t = useTexts();
  const { address, isReachable } = callbackAddress(url, location.origin);
  return (
    <div className={styles.callback}>
      <CopyText text={address} />
      {last ? (
        <p className={styles.ready}>
          {t('sms.lastPush')} <DateTime at={last} />
        </p>
      ) : (
        <p className={styles.advice}>{t(isReachable ? 'sms.noPush' : 'sms.localOnly')}</p>
      )}
    </div>
  );
}
