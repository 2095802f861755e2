import { Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import styles from './ActModal.module.css';

type Props = {
  title: string;
  /** What follows from it, in one sentence. */
  what?: ReactNode;
  /** The verb of the button. */
  act: string;
  isDanger?: boolean;
  /** Something is still missing. */
  isBlocked?: boolean;
  /** Does it; what it throws is said, and what was entered stays. */
  onAct: () => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
};

/** One action with a few fields. Mount it while it is needed. */
export function ActModal({ title, what, act, isDanger = false, isBlocked = false, ...props }: Props) {
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const words = useProblemWords(problem);
  const run = () => {
    setRunning(true);
    setProblem(undefined);
    props.onAct().then(props.onClose, (failure: unknown) => {
      setProblem(failure);
      setRunning(false);
    });
  };
  return (
    <Modal
      open
      title={title}
      okText={act}
      okButtonProps={{ danger: isDanger, disabled: isBlocked, loading: isRunning }}
      onOk={run}
      onCancel={props.onClose}
    >
      <div className={styles.body}>
        {what && <p>{what}</p>}
        {props.children}
        {problem !== undefined && (
          <Notice kind="stop" title={words.title}>
            {words.detail}
          </Notice>
        )}
      </div>
    </Modal>
  );
}

type LabelledProps = { id: string; label: string; isGroup?: boolean; children: ReactNode };

/** A field of the dialog under its label. Of a group of choices `id` names the label, to be pointed at. */
export function Labelled({ id, label, isGroup = false, children }: LabelledProps) {
  return (
    <div className={styles.field}>
      {isGroup ? (
        <span id={id} className={styles.label}>
          {label}
        </span>
      ) : (
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
      )}
      {children}
    </div>
  );
}
