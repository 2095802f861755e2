import { Checkbox, Input, Modal, Radio } from 'antd';
import { useId, useState } from 'react';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useCustomerName } from '../people/use-customer-name.ts';
import { useTexts } from '../texts/index.ts';
import styles from './FollowUps.module.css';
import type { Followed } from './say-due.ts';
import { useFollowUp } from './use-follow-up.ts';

const USUAL = [7, 14, 30] as const;

/** What was said, which promises are kept, and when next: their own rhythm is proposed. */
export function DoneModal({ of, onClose }: { of: Followed; onClose: () => void }) {
  const t = useTexts();
  const notify = useNotify();
  const name = useCustomerName()({ id: of.customerId, name: of.name });
  const follow = useFollowUp(of);
  const own = of.rhythm ? Math.min(365, Math.max(1, Math.round(of.rhythm.days))) : undefined;
  const [note, setNote] = useState('');
  const [kept, setKept] = useState<string[]>([]);
  const [inDays, setInDays] = useState<number>(own ?? USUAL[0]);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const words = useProblemWords(problem);
  const [noteId, nextId, keptId] = [useId(), useId(), useId()];
  const save = async () => {
    setRunning(true);
    setProblem(undefined);
    try {
      const { nextFollowUp: day } = await follow({ outcome: 'done', inDays, note: note.trim() }, kept);
      notify.done(t('followUps.saved', { day }));
      onClose();
    } catch (failure) {
      setProblem(failure);
      setRunning(false);
    }
  };
  return (
    <Modal
      open
      title={t('followUps.doneFor', { name })}
      okText={t('followUps.save')}
      okButtonProps={{ loading: isRunning }}
      onOk={() => void save()}
      onCancel={onClose}
    >
      <div className={styles.body}>
        <div>
          <label htmlFor={noteId} className={styles.label}>
            {t('followUps.note')}
          </label>
          <Input.TextArea
            id={noteId}
            rows={2}
            maxLength={300}
            placeholder={t('followUps.notePlaceholder')}
            value={note}
            onChange={event => setNote(event.target.value)}
          />
        </div>
        {of.promises.length > 0 && (
          <fieldset aria-labelledby={keptId} className={styles.promised}>
            <span id={keptId} className={styles.label}>
              {t('followUps.promises')}
            </span>
            <Checkbox.Group
              className={styles.kept ?? ''}
              options={of.promises.map(({ id, text, dueDay }) => ({
                value: id,
                label: `${text} · ${dueDay}`,
              }))}
              value={kept}
              onChange={setKept}
            />
          </fieldset>
        )}
        <div>
          <span id={nextId} className={styles.label}>
            {t('followUps.next')}
          </span>
          <Radio.Group
            aria-labelledby={nextId}
            className={styles.next ?? ''}
            options={choicesOf(own).map(days => ({
              value: days,
              label: t(days === own ? 'followUps.rhythmDays' : 'followUps.inDays', { days }),
            }))}
            value={inDays}
            onChange={event => setInDays(event.target.value)}
          />
        </div>
        {problem !== undefined && (
          <Notice kind="stop" title={words.title}>
            {words.detail}
          </Notice>
        )}
      </div>
    </Modal>
  );
}

function choicesOf(own: number | undefined): number[] {
  return [...new Set([...(own === undefined ? [] : [own]), ...USUAL])].sort((one, other) => one - other);
}
