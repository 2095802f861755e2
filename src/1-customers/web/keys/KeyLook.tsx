import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { Example } from './Example.tsx';
import styles from './Keys.module.css';
import type { WriteKey } from './KeysPage.tsx';

/** One key: what it may, how it is used, and its end. */
export function KeyLook({ writeKey, onClose }: { writeKey: WriteKey; onClose: () => void }) {
  const t = useTexts();
  const { id, name, kind, account, shown, createdByName, createdAt, lastUsedAt, revokedAt } = writeKey;
  return (
    <QuickLook
      of={id}
      title={name}
      onClose={onClose}
      footer={!revokedAt && <Revoke id={id} name={name} onDone={onClose} />}
    >
      <p className={styles.hint}>{t(`keys.kindMeans.${kind}`)}</p>
      <Facts
        facts={[
          { key: 'kind', label: t('keys.kind'), value: t(`keys.kinds.${kind}`) },
          { key: 'source', label: t('keys.source'), value: account.name },
          { key: 'shown', label: t('keys.shown'), value: <code>{shown}…</code> },
          { key: 'created', label: t('keys.created'), value: <DateTime at={createdAt} /> },
          ...(createdByName ? [{ key: 'by', label: '', value: t('keys.by', { name: createdByName }) }] : []),
          {
            key: 'used',
            label: t('keys.lastUsed'),
            value: lastUsedAt ? <DateTime at={lastUsedAt} /> : t('keys.never'),
          },
          ...(revokedAt
            ? [{ key: 'revoked', label: t('keys.revoked'), value: <DateTime at={revokedAt} /> }]
            : []),
        ]}
      />
      {!revokedAt && <Example writeKey={t('keys.place')} kind={kind} />}
    </QuickLook>
  );
}

function Revoke({ id, name, onDone }: { id: string; name: string; onDone: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const write = useWrite((_: undefined, key) => api.delete(`/write-keys/${id}`, { key }), {
    refresh: ['/write-keys'],
    onDone: () => {
      notify.done(t('keys.revokeDone', { name }));
      onDone();
    },
    onProblem: notify.problem,
  });
  const ask = () =>
    void modal.confirm({
      title: t('keys.revokeAsk', { name }),
      content: t('keys.revokeWhat'),
      okText: t('keys.revoke'),
      okButtonProps: { danger: true },
      onOk: () => write.run(undefined),
    });
  return (
    <Button danger onClick={ask} loading={write.isRunning}>
      {t('keys.revoke')}
    </Button>
  );
}
