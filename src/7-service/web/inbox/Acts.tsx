import { Button, Dropdown } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { Session } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Conversation.module.css';

type To = { to: 'me' } | { to: 'pool' } | { to: 'servicer'; memberId: string; name: string };

/** What can be done with a session in its state: look after it, hand it on, end it. */
export function Acts({ session }: { session: Session }) {
  const t = useTexts();
  const notify = useNotify();
  const { can, member } = useSession();
  const stale = { refresh: ['/kf/sessions'], onProblem: notify.problem };
  const give = async (to: To, key: string) => {
    await api.post(`/kf/sessions/${session.id}/assign`, bodyOf(to), { key });
    return to;
  };
  const assign = useWrite(give, { ...stale, onDone: to => notify.done(sayDone(to)) });
  const end = useWrite((_: undefined, key) => api.post(`/kf/sessions/${session.id}/end`, {}, { key }), {
    ...stale,
    onDone: () => notify.done(t('acts.ended')),
  });
  const sayDone = (to: To) =>
    to.to === 'me'
      ? t('acts.taken')
      : to.to === 'pool'
        ? t('acts.pooled')
        : t('acts.given', { name: to.name });
  if (!can('service:write') || session.state === 'ended') return null;
  const isOpen = session.state === 'new' || session.state === 'bot';
  return (
    <div className={styles.acts}>
      {isOpen && session.assignee?.id !== member.id && (
        <Button onClick={() => assign.run({ to: 'me' })} loading={assign.isRunning}>
          {t('acts.take')}
        </Button>
      )}
      <HandOn session={session} onPick={to => assign.run(to)} />
      <Button onClick={() => end.run(undefined)} loading={end.isRunning}>
        {t('acts.end')}
      </Button>
    </div>
  );
}

function HandOn({ session, onPick }: { session: Session; onPick: (to: To) => void }) {
  const t = useTexts();
  const isOpen = session.state === 'new' || session.state === 'bot';
  const servicers = session.servicers.flatMap(({ member, onDuty }) =>
    member && member.name !== session.servicer
      ? [{ key: member.id, label: `${member.name}${onDuty ? '' : t('acts.offDuty')}`, disabled: !onDuty }]
      : [],
  );
  const none = { key: 'none', label: t('acts.noServicers'), disabled: true };
  const items = [
    ...(isOpen ? [{ key: 'pool', label: t('acts.pool') }] : []),
    {
      type: 'group' as const,
      label: t('acts.servicer'),
      children: servicers.length > 0 ? servicers : [none],
    },
  ];
  const pick = (key: string) => {
    if (key === 'pool') return onPick({ to: 'pool' });
    const name = session.servicers.find(one => one.member?.id === key)?.member?.name ?? '';
    onPick({ to: 'servicer', memberId: key, name });
  };
  return (
    <Dropdown menu={{ items, onClick: ({ key }) => pick(key) }} trigger={['click']}>
      <Button>{t('acts.more')}</Button>
    </Dropdown>
  );
}

const bodyOf = (to: To) => (to.to === 'servicer' ? { to: to.to, memberId: to.memberId } : to);
