import { Button } from 'antd';
import { useId, useState } from 'react';
import { useRead } from '#web/api/queries.ts';
import { useLanguage } from '#web/i18n/i18n.ts';
import { sayDay } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { DayInput } from '../../DayInput.tsx';
import { dayIn } from '../../days.ts';
import { useTexts } from '../../texts/index.ts';
import { type Customer, useChange } from '../customer.ts';
import styles from './FollowUpPanel.module.css';
import { NoteCall } from './NoteCall.tsx';
import { Promises } from './Promises.tsx';
import { type FollowUp, Rhythm } from './Rhythm.tsx';

/** When to talk next: the day that was set, their own rhythm, and what was promised to them. */
export function FollowUpPanel({ of }: { of: Customer }) {
  const t = useTexts();
  const mayChange = useSession().can('customers:write');
  const { data } = useRead<FollowUp>(`/customers/${of.id}/follow-up`);
  return (
    <Panel
      title={t('followUp')}
      tone="sheet"
      aside={<PageLink to="/follow-ups">{t('follow.everybody')}</PageLink>}
    >
      <Due day={of.nextFollowUp} />
      {data && <Rhythm of={data} />}
      {mayChange && <Choose of={of} />}
      {data && <Promises of={of.id} promises={data.promises} />}
      {mayChange && <NoteCall of={of.id} />}
    </Panel>
  );
}

function Due({ day }: { day: string | null }) {
  const t = useTexts();
  const language = useLanguage();
  if (!day) return <p className={styles.none}>{t('follow.none')}</p>;
  const days = Math.round((Date.parse(day) - Date.parse(dayIn(0))) / 86_400_000);
  const when =
    days === 0 ? t('follow.today') : days < 0 ? t('follow.late', { days: -days }) : t('follow.in', { days });
  return (
    <p className={styles.due} data-late={days < 0}>
      <strong>{sayDay(`${day}T12:00:00+08:00`, language)}</strong>
      <span>{when}</span>
    </p>
  );
}

function Choose({ of }: { of: Customer }) {
  const t = useTexts();
  const notify = useNotify();
  const id = useId();
  const change = useChange(of.id);
  const [isRunning, setRunning] = useState(false);
  const set = (day: string | null) => {
    setRunning(true);
    const undo = () => change({ nextFollowUp: of.nextFollowUp });
    change({ nextFollowUp: day })
      .then(() => notify.done(t(day ? 'follow.set' : 'follow.cleared'), undo), notify.problem)
      .finally(() => setRunning(false));
  };
  return (
    <div className={styles.choose} aria-busy={isRunning}>
      <Button size="small" onClick={() => set(dayIn(1))}>
        {t('follow.tomorrow')}
      </Button>
      <Button size="small" onClick={() => set(dayIn(3))}>
        {t('follow.inThree')}
      </Button>
      <Button size="small" onClick={() => set(dayIn(7))}>
        {t('follow.inSeven')}
      </Button>
      {of.nextFollowUp && (
        <Button size="small" type="text" onClick={() => set(null)}>
          {t('follow.clear')}
        </Button>
      )}
      <div className={styles.day}>
        <label htmlFor={id} className="visually-hidden">
          {t('followUp')}
        </label>
        <DayInput id={id} value={of.nextFollowUp} from={dayIn(0)} onChange={day => day && set(day)} />
      </div>
    </div>
  );
}
