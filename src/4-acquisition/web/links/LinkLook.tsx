import { App, Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { CopyText } from '#web/kit/CopyText.tsx';
import { DateTime } from '#web/kit/DateTime.tsx';
import { Facts } from '#web/kit/Facts.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { QuickLook } from '#web/kit/QuickLook.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { LinkRow } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { LinkState } from './columns.tsx';
import { EditLink } from './EditLink.tsx';
import styles from './Links.module.css';

type Props = { link: LinkRow | undefined; onClose: () => void };

/** One link: its address to hand out, whom it leads to, and what WeCom says where it does not work. */
export function LinkLook({ link, onClose }: Props) {
  const { can } = useSession();
  const mayChange = link && link.state !== 'archived' && can('acquisition:write');
  return (
    <QuickLook
      of={link?.id}
      title={link?.name}
      onClose={onClose}
      footer={mayChange && <Actions link={link} onGone={onClose} />}
    >
      {link && <Whole link={link} />}
    </QuickLook>
  );
}

function Whole({ link }: { link: LinkRow }) {
  const t = useTexts();
  const names = (of: readonly { name: string }[]) => of.map(one => one.name).join(t('and')) || '–';
  return (
    <div className={styles.look}>
      {link.state === 'failed' && (
        <Notice kind="stop" title={t('links.states.failed')}>
          {link.why}
        </Notice>
      )}
      {link.state === 'gone' && (
        <Notice kind="stop" title={t('links.states.gone')}>
          {t('links.goneWhat')}
        </Notice>
      )}
      <Facts
        facts={[
          { key: 'state', label: t('links.state'), value: <LinkState link={link} /> },
          {
            key: 'address',
            label: t('links.address'),
            value: link.address ? (
              <CopyText text={link.address} label={t('links.copyAddress')} />
            ) : (
              t('links.noAddress')
            ),
          },
          { key: 'members', label: t('links.members'), value: names(link.members) },
          { key: 'departments', label: t('links.departments'), value: names(link.departments) },
          {
            key: 'priority',
            label: t('links.priority'),
            value:
              link.priority === 'members'
                ? `${t('links.priorities.members')}：${names(link.priorityMembers)}`
                : t(`links.priorities.${link.priority}`),
          },
          { key: 'touchpoint', label: t('links.touchpoint'), value: link.touchpoint.name },
          { key: 'tags', label: t('links.tags'), value: names(link.tags) },
          { key: 'account', label: t('links.account'), value: link.account.name },
          {
            key: 'synced',
            label: t('links.syncedAt'),
            value: link.syncedAt ? <DateTime at={link.syncedAt} /> : t('links.never'),
          },
        ]}
      />
    </div>
  );
}

function Actions({ link, onGone }: { link: LinkRow; onGone: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const [isEditing, setEditing] = useState(false);
  const archive = useWrite((_: undefined, key) => api.delete(`/acquisition-links/${link.id}`, { key }), {
    refresh: ['/acquisition-links', '/acquisition-quotas', '/touchpoints'],
    onDone: () => {
      notify.done(t('links.archivedDone', { name: link.name }));
      onGone();
    },
    onProblem: notify.problem,
  });
  const ask = () =>
    void modal.confirm({
      title: t('links.archiveTitle', { name: link.name }),
      content: t('links.archiveWhat'),
      okText: t('links.archive'),
      okButtonProps: { danger: true },
      onOk: () => archive.run(undefined),
    });
  return (
    <div className={styles.foot}>
      <Button type="text" onClick={ask} loading={archive.isRunning}>
        {t('links.archive')}
      </Button>
      <Button type="primary" onClick={() => setEditing(true)} disabled={link.state === 'gone'}>
        {t('links.edit')}
      </Button>
      {isEditing && <EditLink link={link} onClose={() => setEditing(false)} />}
    </div>
  );
}
