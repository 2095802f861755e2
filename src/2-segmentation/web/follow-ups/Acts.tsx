import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useCustomerName } from '../people/use-customer-name.ts';
import { useTexts } from '../texts/index.ts';
import { DoneModal } from './DoneModal.tsx';
import styles from './FollowUps.module.css';
import type { Followed } from './say-due.ts';
import { useFollowUp } from './use-follow-up.ts';

const LATER = [1, 3, 7] as const;

/** Talked to, or put off. */
export function Acts({ of }: { of: Followed }) {
  const t = useTexts();
  const notify = useNotify();
  const name = useCustomerName()({ id: of.customerId, name: of.name });
  const follow = useFollowUp(of);
  const [isDone, setDone] = useState(false);
  const snooze = async (inDays: number) => {
    const { nextFollowUp: day, undo } = await follow({ outcome: 'snoozed', inDays, note: '' });
    notify.done(t('followUps.snoozed', { day }), undo);
  };
  const items = LATER.map(days => ({
    key: String(days),
    label: days === 1 ? t('followUps.tomorrow') : t('followUps.inDays', { days }),
  }));
  return (
    <span className={styles.acts}>
      <Button size="small" aria-label={t('followUps.doneFor', { name })} onClick={() => setDone(true)}>
        {t('followUps.done')}
      </Button>
      <Dropdown
        trigger={['click']}
        menu={{ items, onClick: ({ key }) => void snooze(Number(key)).catch(notify.problem) }}
      >
        <Button size="small" type="text" aria-label={t('followUps.laterFor', { name })}>
          {t('followUps.later')}
        </Button>
      </Dropdown>
      {isDone && <DoneModal of={of} onClose={() => setDone(false)} />}
    </span>
  );
}
