import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { PageHeader } from '#web/kit/PageHeader.tsx';
import { Tag } from '#web/kit/Tag.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { Touchpoint } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { EditTouchpoint } from './EditTouchpoint.tsx';

/** What a place is called, and what can be done with it. */
export function TouchpointHead({ touchpoint }: { touchpoint: Touchpoint }) {
  const t = useTexts();
  const { can } = useSession();
  const [isEditing, setEditing] = useState(false);
  const { name, kind, archived } = touchpoint;
  return (
    <>
      <PageHeader
        title={name}
        aside={<Tag>{archived ? t('touchpoints.isArchived') : t(`kind.${kind}`)}</Tag>}
        actions={
          !archived &&
          can('acquisition:write') && (
            <>
              <Archive touchpoint={touchpoint} />
              <Button onClick={() => setEditing(true)}>{t('touchpoints.edit')}</Button>
            </>
          )
        }
      />
      {isEditing && <EditTouchpoint touchpoint={touchpoint} onClose={() => setEditing(false)} />}
    </>
  );
}

function Archive({ touchpoint: { id, name } }: { touchpoint: Touchpoint }) {
  const t = useTexts();
  const notify = useNotify();
  const navigate = useNavigate();
  const { modal } = App.useApp();
  const archive = useWrite((_: undefined, key) => api.delete(`/touchpoints/${id}`, { key }), {
    refresh: ['/touchpoints'],
    onDone: () => {
      notify.done(t('touchpoints.archivedDone', { name }));
      void navigate({ to: '/touchpoints' });
    },
    onProblem: notify.problem,
  });
  const ask = () =>
    void modal.confirm({
      title: t('touchpoints.archiveTitle', { name }),
      content: t('touchpoints.archiveWhat'),
      okText: t('touchpoints.archive'),
      okButtonProps: { danger: true },
      onOk: () => archive.run(undefined),
    });
  return (
    <Button type="text" onClick={ask} loading={archive.isRunning}>
      {t('touchpoints.archive')}
    </Button>
  );
}
