import { Button, Input, Modal, Select } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { useRead, useWrite } from '#web/api/queries.ts';
import { Field } from '#web/kit/Field.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { Refused } from '#web/kit/Refused.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import type { Member } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Members.module.css';

type Props = { member: Member; onDone: () => void };

/** A member that came from WeCom's directory may be somebody who has a login here: then they are one. */
export function SamePerson({ member, onDone }: Props) {
  const t = useTexts();
  const { can } = useSession();
  const [isOpen, setOpen] = useState(false);
  if (!can('members:write')) return null;
  if (member.sameAs) return <Joined member={member} onDone={onDone} />;
  if (member.login !== null || member.role !== 'staff') return null;
  return (
    <div className={styles.same}>
      <p className={styles.hint}>{t('members.sameWhat')}</p>
      <Button onClick={() => setOpen(true)}>{t('members.same')}</Button>
      {isOpen && <Join member={member} onClose={() => setOpen(false)} onDone={onDone} />}
    </div>
  );
}

function Joined({ member: { id, name, sameName }, onDone }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const separate = useWrite((_: undefined, key) => api.delete(`/members/${id}/join`, { key }), {
    refresh: ['/members'],
    onDone: () => {
      notify.done(t('members.separated', { name }));
      onDone();
    },
    onProblem: notify.problem,
  });
  return (
    <div className={styles.same}>
      <Notice kind="note" title={t('members.isSame', { name: sameName ?? '' })}>
        {t('members.isSameWhat', { name: sameName ?? '' })}
      </Notice>
      <Button onClick={() => separate.run(undefined)} loading={separate.isRunning}>
        {t('members.separate')}
      </Button>
    </div>
  );
}

function Join({ member, onClose, onDone }: Props & { onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const { member: me } = useSession();
  const formId = useId();
  const [into, setInto] = useState<string>();
  const [password, setPassword] = useState('');
  const { data } = useRead<{ data: Member[] }>('/members');
  const others = (data?.data ?? []).filter(
    one =>
      one.id !== member.id &&
      one.login !== null &&
      one.status === 'active' &&
      (one.role !== 'owner' || one.id === me.id),
  );
  const join = useWrite(
    (_: undefined, key) => api.post(`/members/${member.id}/join`, { into, password }, { key }),
    {
      refresh: ['/members'],
      onDone: () => {
        notify.done(t('members.joined', { name: member.name }));
        onClose();
        onDone();
      },
    },
  );
  return (
    <Modal
      open
      title={t('members.sameTitle', { name: member.name })}
      okText={t('members.sameAct')}
      okButtonProps={{
        htmlType: 'submit',
        form: formId,
        disabled: !into || password === '',
        loading: join.isRunning,
      }}
      onCancel={onClose}
    >
      <form
        id={formId}
        className={styles.join}
        onSubmit={event => {
          event.preventDefault();
          join.run(undefined);
        }}
      >
        <p>{t('members.sameMeans', { name: member.name })}</p>
        <Field label={t('members.sameInto')}>
          {id => (
            <Select
              id={id}
              className={styles.whole ?? ''}
              showSearch
              optionFilterProp="label"
              value={into ?? null}
              onChange={value => setInto(value ?? undefined)}
              options={others.map(one => ({ value: one.id, label: `${one.name}（${one.login}）` }))}
            />
          )}
        </Field>
        <Field label={t('members.ownPresent')} hint={t('members.ownPresentWhy')}>
          {id => (
            <Input.Password
              id={id}
              maxLength={200}
              autoComplete="current-password"
              value={password}
              onChange={event => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Refused problem={join.problem} />
      </form>
    </Modal>
  );
}
