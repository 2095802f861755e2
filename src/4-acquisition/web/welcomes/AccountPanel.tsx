import { App, Button } from 'antd';
import { useState } from 'react';
import type { Wire } from '#web/api/client.ts';
import { EmptyState } from '#web/kit/EmptyState.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useSession } from '#web/session/session.ts';
import type { accountWelcomeView } from '../../contract.ts';
import { useMembers } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { sayVariant } from '../welcome/say-variant.ts';
import { EditWelcome, useSaveWelcome } from './EditWelcome.tsx';
import { WelcomeFigures } from './WelcomeFigures.tsx';
import styles from './Welcomes.module.css';

export type AccountWelcome = Wire<typeof accountWelcomeView>;

/** One corp: how its welcomes went, what they say, and the pen. */
export function AccountPanel({ of: one }: { of: AccountWelcome }) {
  const t = useTexts();
  const { can } = useSession();
  const [isEditing, setEditing] = useState(false);
  const mayWrite = can('acquisition:write');
  const { account, welcome, figures } = one;
  const edit = mayWrite && !isEditing && (
    <Button type={welcome ? 'default' : 'primary'} onClick={() => setEditing(true)}>
      {t(welcome ? 'welcomes.edit' : 'welcomes.write')}
    </Button>
  );
  return (
    <Panel
      title={account.name}
      aside={
        <span className={styles.actions}>
          {welcome && mayWrite && !isEditing && <Stop accountId={account.id} />}
          {welcome && edit}
        </span>
      }
    >
      <p className={styles.kind}>{t(`welcomes.kinds.${account.kind}`)}</p>
      <WelcomeFigures figures={figures} />
      {isEditing && <EditWelcome of={one} onClose={() => setEditing(false)} />}
      {!isEditing && welcome && <Said welcome={welcome} />}
      {!isEditing && !welcome && (
        <EmptyState
          title={t('welcomes.emptyTitle')}
          what={t(account.kind === 'official_account' ? 'welcomes.emptyOfficial' : 'welcomes.emptyWhat')}
          action={edit}
        />
      )}
    </Panel>
  );
}

/** The welcomes in the order in which they are tried, each with whom it greets. */
function Said({ welcome }: { welcome: NonNullable<AccountWelcome['welcome']> }) {
  const t = useTexts();
  const members = useMembers();
  const nameOf = (id: string) => members.find(one => one.id === id)?.name ?? '';
  return (
    <ol className={styles.said}>
      {welcome.variants.map((variant, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: welcomes are told apart by their place
        <li key={at}>
          <span className={styles.whom}>{sayVariant(variant, nameOf, t)}</span>
          <p className={styles.text}>{variant.message.text}</p>
          {(variant.message.attachments?.length ?? 0) > 0 && (
            <span className={styles.more}>
              {t('welcomes.attachments', { n: variant.message.attachments?.length ?? 0 })}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

/** Nothing is said to newcomers any more, after asking. */
function Stop({ accountId }: { accountId: string }) {
  const t = useTexts();
  const { modal } = App.useApp();
  const save = useSaveWelcome(accountId, t('welcomes.stopped'));
  const ask = () =>
    void modal.confirm({
      title: t('welcomes.stopTitle'),
      content: t('welcomes.stopWhat'),
      okText: t('welcomes.stop'),
      okButtonProps: { danger: true },
      onOk: () => save.run(null),
    });
  return (
    <Button type="text" onClick={ask} loading={save.isRunning}>
      {t('welcomes.stop')}
    </Button>
  );
}
