import { Button, Input, Modal } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { useWebTexts } from '../i18n/i18n.ts';
import { useProblemWords } from './ErrorState.tsx';
import { Notice } from './Notice.tsx';
import styles from './ReasonModal.module.css';

type Props = {
  title: string;
  /** Why a reason is asked for, and what follows. */
  why: ReactNode;
  /** The verb of the button: 查看, 仍要发送. */
  act: string;
  /** Stops overridden are brick; everything else is pine. */
  isDanger?: boolean;
  /** Reasons often given, to be taken and amended. */
  suggestions?: readonly string[];
  /** What makes a reason one; it is written to the audit log. */
  minLength?: number;
  /** Does it; what it throws is shown, and the reason stays. */
  onAct: (reason: string) => Promise<unknown>;
  onClose: () => void;
};

/** Overriding a guard, or looking at what is masked, takes a reason. Mount it while it is needed. */
export function ReasonModal(props: Props) {
  const { title, why, act, isDanger = false, minLength = 4 } = props;
  const t = useWebTexts();
  const id = useId();
  const { reason, setReason, isShort, isRunning, problem, run } = useReason(props, minLength);
  const words = useProblemWords(problem);
  return (
    <Modal
      open
      title={title}
      okText={act}
      okButtonProps={{ danger: isDanger, loading: isRunning }}
      onOk={run}
      onCancel={props.onClose}
    >
      <div className={styles.body}>
        <div>{why}</div>
        <div>
          <label htmlFor={id}>{t('reason.label')}</label>
          <Input.TextArea
            id={id}
            autoFocus
            rows={3}
            maxLength={200}
            value={reason}
            status={isShort ? 'error' : ''}
            aria-invalid={isShort}
            aria-describedby={`${id}-hint`}
            onChange={event => setReason(event.target.value)}
          />
          <p
            id={`${id}-hint`}
            className={styles.hint}
            data-fault={isShort}
            role={isShort ? 'alert' : undefined}
          >
            {t(isShort ? 'reason.tooShort' : 'reason.hint', { count: minLength })}
          </p>
        </div>
        <Suggestions of={props.suggestions ?? []} onTake={setReason} />
        {problem !== undefined && (
          <Notice kind="stop" title={words.title}>
            {words.detail}
          </Notice>
        )}
      </div>
    </Modal>
  );
}

function Suggestions({ of, onTake }: { of: readonly string[]; onTake: (reason: string) => void }) {
  if (of.length === 0) return null;
  return (
    <div className={styles.suggestions}>
      {of.map(reason => (
        <Button key={reason} size="small" onClick={() => onTake(reason)}>
          {reason}
        </Button>
      ))}
    </div>
  );
}

function useReason({ onAct, onClose }: Props, minLength: number) {
  const [reason, setReason] = useState('');
  const [wasTried, setTried] = useState(false);
  const [isRunning, setRunning] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const given = reason.trim();
  const run = () => {
    setTried(true);
    if ([...given].length < minLength) return;
    setRunning(true);
    onAct(given).then(onClose, (failure: unknown) => {
      setProblem(failure);
      setRunning(false);
    });
  };
  return { reason, setReason, isShort: wasTried && [...given].length < minLength, isRunning, problem, run };
}
