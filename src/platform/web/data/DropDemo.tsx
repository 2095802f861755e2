import { Input, Modal } from 'antd';
import { useId, useState } from 'react';
import { api } from '#web/api/api.ts';
import { ApiProblem } from '#web/api/problem.ts';
import { useWrite } from '#web/api/queries.ts';
import { Refused } from '#web/kit/Refused.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Data.module.css';

/** The last question before the demo is gone: a word is typed, so that no slip of the finger does it. */
export function DropDemo({ onClose }: { onClose: () => void }) {
  const t = useTexts();
  const id = useId();
  const word = t('data.dropWord');
  const [typed, setTyped] = useState('');
  const isTyped = typed.trim().toLowerCase() === word;
  const drop = useWrite((confirm: string, key) => api.post('/demo/drop', { confirm }, { key }), {
    onDone: beginAnew,
    // The line was cut and the console asked again: it was done the first time.
    onProblem: problem => isGone(problem) && beginAnew(),
  });
  const isBusy = drop.isRunning || drop.result !== undefined || isGone(drop.problem);
  const run = () => {
    if (isTyped && !isBusy) drop.run(typed);
  };
  return (
    <Modal
      open
      title={t('data.dropTitle')}
      okText={t('data.dropDo')}
      okButtonProps={{ danger: true, disabled: !isTyped, loading: isBusy }}
      cancelButtonProps={{ disabled: isBusy }}
      closable={!isBusy}
      mask={{ closable: !isBusy }}
      onOk={run}
      onCancel={onClose}
    >
      <div className={styles.drop}>
        {!isGone(drop.problem) && <Refused problem={drop.problem} />}
        <label htmlFor={id}>{t('data.dropWhat', { word })}</label>
        <Input
          id={id}
          autoFocus
          autoComplete="off"
          maxLength={100}
          placeholder={word}
          value={typed}
          onChange={event => setTyped(event.target.value)}
          onPressEnter={run}
        />
      </div>
    </Modal>
  );
}

function isGone(problem: Error | null): boolean {
  return problem instanceof ApiProblem && problem.code === 'no_demo';
}

/** Nothing this browser remembers is true any more. */
function beginAnew(): void {
  location.assign('/');
}
