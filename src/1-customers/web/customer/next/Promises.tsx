import { PlusOutlined } from '@ant-design/icons';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { formatInstant } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useSession } from '#web/session/session.ts';
import { ActModal, Labelled } from '../../ActModal.tsx';
import { DayInput } from '../../DayInput.tsx';
import { dayIn } from '../../days.ts';
import { useTexts } from '../../texts/index.ts';
import { useRefresh } from '../../use-refresh.ts';
import styles from './FollowUpPanel.module.css';
import type { FollowUp } from './Rhythm.tsx';

type Promised = FollowUp['promises'][number];
const FEW = 3;

/** What was promised to the customer: said, then kept or broken. */
export function Promises({ of, promises }: { of: string; promises: readonly Promised[] }) {
  const t = useTexts();
  const mayChange = useSession().can('customers:write');
  const [isAdding, setAdding] = useState(false);
  const open = promises.filter(one => one.state === 'open');
  const settled = promises.filter(one => one.state !== 'open').slice(0, FEW);
  return (
    <div className={styles.promises}>
      <div className={styles.head}>
        <h3>{t('promise.title')}</h3>
        {mayChange && (
          <Button size="small" type="text" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('promise.add')}
          </Button>
        )}
      </div>
      {promises.length === 0 && <p className={styles.none}>{t('promise.none')}</p>}
      <ul>
        {[...open, ...settled].map(one => (
          <OnePromise key={one.id} of={one} mayChange={mayChange} />
        ))}
      </ul>
      {isAdding && <NewPromise of={of} onClose={() => setAdding(false)} />}
    </div>
  );
}

function OnePromise({ of, mayChange }: { of: Promised; mayChange: boolean }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [isRunning, setRunning] = useState(false);
  const say = async (state: Promised['state']) => {
    await api.patch(`/promises/${of.id}`, { state });
    await again('/customers', '/follow-ups');
  };
  const settle = (state: 'kept' | 'broken') => {
    setRunning(true);
    say(state)
      .then(() => notify.done(t(`promise.${state}Done`), () => say('open')), notify.problem)
      .finally(() => setRunning(false));
  };
  const isLate = of.state === 'open' && of.dueDay <= dayIn(0);
  return (
    <li data-state={of.state} aria-busy={isRunning}>
      <span>{of.text}</span>
      <small data-late={isLate}>
        {of.state === 'open'
          ? t('promise.by', { day: of.dueDay, by: of.madeBy })
          : t(`promise.${of.state}On`, { day: formatInstant(of.settledAt ?? of.madeAt, 'day') })}
      </small>
      {mayChange && of.state === 'open' && (
        <span className={styles.settle}>
          <Button size="small" onClick={() => settle('kept')}>
            {t('promise.kept')}
          </Button>
          <Button size="small" type="text" onClick={() => settle('broken')}>
            {t('promise.broken')}
          </Button>
        </span>
      )}
    </li>
  );
}

function NewPromise({ of, onClose }: { of: string; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [textId, dayId] = [useId(), useId()];
  const [text, setText] = useState('');
  const [dueDay, setDueDay] = useState<string | null>(dayIn(3));
  const add = async () => {
    await api.post(`/customers/${of}/promises`, { text: text.trim(), dueDay });
    notify.done(t('promise.added'));
    await again('/customers', '/follow-ups');
  };
  return (
    <ActModal
      title={t('promise.add')}
      what={t('promise.means')}
      act={t('promise.do')}
      isBlocked={text.trim() === '' || dueDay === null}
      onAct={add}
      onClose={onClose}
    >
      <Labelled id={textId} label={t('promise.what')}>
        <Input
          id={textId}
          maxLength={300}
          placeholder={t('promise.hint')}
          value={text}
          onChange={event => setText(event.target.value)}
        />
      </Labelled>
      <Labelled id={dayId} label={t('promise.until')}>
        <DayInput id={dayId} value={dueDay} from={dayIn(0)} onChange={setDueDay} />
      </Labelled>
    </ActModal>
  );
}
