import { Button } from 'antd';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/problem.ts';
import { useWebTexts } from '../i18n/i18n.ts';
import styles from './EditorFrame.module.css';
import { useProblemWords } from './ErrorState.tsx';
import { Leaving } from './Leaving.tsx';
import { Notice } from './Notice.tsx';

type Props = {
  /** Something is written that is not saved: who leaves is asked first. */
  isWritten: boolean;
  /** What follows from what is written, beside it while there is room. */
  aside: ReactNode;
  asideLabel: string;
  /** In one column it stands first, or below so many panels. */
  asideBelow?: 2;
  foot: ReactNode;
  /** Panels. */
  children: ReactNode;
};

/** One thing, new or changed, on one page: panels of fields, their consequence beside them, the buttons always in sight. */
export function EditorFrame({ isWritten, aside, asideLabel, asideBelow, foot, children }: Props) {
  return (
    <div className={styles.editor} data-below={asideBelow}>
      <Leaving isWritten={isWritten} />
      <div className={styles.fields}>{children}</div>
      <aside className={styles.aside} aria-label={asideLabel}>
        {aside}
      </aside>
      <div className={styles.foot}>{foot}</div>
    </div>
  );
}

type ButtonsProps = {
  /** What is still wanting, in words; absent: nothing. */
  missing?: string | undefined;
  act: string;
  isRunning: boolean;
  onAct: () => void;
  onCancel?: () => void;
};

/** What is still wanting, and the verb once nothing is. */
export function EditorButtons({ missing, act, isRunning, onAct, onCancel }: ButtonsProps) {
  const t = useWebTexts();
  return (
    <div className={styles.buttons}>
      <span className={styles.missing}>{missing && t('wizard.missing', { what: missing })}</span>
      {onCancel && (
        <Button type="text" onClick={onCancel}>
          {t('cancel')}
        </Button>
      )}
      <Button type="primary" disabled={missing !== undefined} loading={isRunning} onClick={onAct}>
        {act}
      </Button>
    </div>
  );
}

type RefusalProps = {
  problem: Error | null;
  /** The code of the problem that says somebody else was quicker, and where their version is to be seen. */
  late: string;
  theirs: string | undefined;
  isRunning: boolean;
  onOverwrite: () => void;
};

/** Why it was not saved. Where somebody else was quicker one can look at theirs, and then still save one's own. */
export function EditorRefusal({ problem, late, theirs, isRunning, onOverwrite }: RefusalProps) {
  const t = useWebTexts();
  const { title, detail } = useProblemWords(problem);
  if (!problem) return null;
  const { code, errors = [] } = problem instanceof ApiProblem ? problem.body : { code: '' };
  const actions = code === late && theirs && (
    <>
      <Button size="small" href={theirs} target="_blank">
        {t('late.look')}
      </Button>
      <Button size="small" onClick={onOverwrite} loading={isRunning}>
        {t('late.saveMine')}
      </Button>
    </>
  );
  return (
    <div className={styles.refusal}>
      <Notice kind="stop" title={title} actions={actions}>
        {detail}
        {errors.map(fault => (
          <p key={`${fault.path} ${fault.code}`}>{fault.message}</p>
        ))}
      </Notice>
    </div>
  );
}
