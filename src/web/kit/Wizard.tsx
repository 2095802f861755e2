import { CheckOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useWebTexts } from '../i18n/i18n.ts';
import styles from './Wizard.module.css';

export type Step = {
  key: string;
  title: string;
  content: ReactNode;
  /** What keeps one from going on, as a noun phrase: 选择接收人. */
  missing?: string | undefined;
};

type Props = {
  /** Four at most: more is a page, not a wizard. */
  steps: readonly Step[];
  /** The step shown; usually a field of the page's address, so Back goes a step back. */
  at: number;
  onStep: (at: number) => void;
  /** What this will do, live: who, how many, what it costs. Stands beside the steps. */
  consequence: ReactNode;
  /** The same in one line, for the foot of a phone. */
  summary?: string | undefined;
  finish: { label: string; run: () => void; isRunning?: boolean; isDanger?: boolean };
  onCancel: () => void;
};

/** A decision in a few steps, with its consequence in sight the whole way. */
export function Wizard({ steps, at, onStep, consequence, summary, finish, onCancel }: Props) {
  const t = useWebTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const step = steps[at];
  const shown = useRef(at);
  useEffect(() => {
    if (shown.current === at) return;
    shown.current = at;
    heading.current?.focus({ preventScroll: true });
    window.scrollTo({ top: 0 });
  }, [at]);
  return (
    <div className={styles.wizard}>
      <Path steps={steps} at={at} onStep={onStep} />
      <div className={styles.middle}>
        <section className={styles.content} aria-labelledby="wizard-step">
          <p className={styles.count}>{t('wizard.step', { step: at + 1, steps: steps.length })}</p>
          <h2 ref={heading} id="wizard-step" tabIndex={-1}>
            {step?.title}
          </h2>
          {step?.content}
        </section>
        <aside className={styles.aside} aria-label={t('wizard.consequence')} aria-live="polite">
          <h3>{t('wizard.consequence')}</h3>
          {consequence}
        </aside>
      </div>
      <footer className={styles.foot}>
        {summary && <p className={styles.summary}>{summary}</p>}
        <Button type="text" onClick={onCancel}>
          {t('cancel')}
        </Button>
        <span className={styles.missing}>{step?.missing && t('wizard.missing', { what: step.missing })}</span>
        {at > 0 && <Button onClick={() => onStep(at - 1)}>{t('wizard.previous')}</Button>}
        <Forward step={step} isLast={at === steps.length - 1} onNext={() => onStep(at + 1)} finish={finish} />
      </footer>
    </div>
  );
}

type ForwardProps = {
  step: Step | undefined;
  isLast: boolean;
  onNext: () => void;
  finish: Props['finish'];
};

function Forward({ step, isLast, onNext, finish }: ForwardProps) {
  const t = useWebTexts();
  const isBlocked = step?.missing !== undefined;
  if (!isLast)
    return (
      <Button type="primary" disabled={isBlocked} onClick={onNext}>
        {t('wizard.next')}
      </Button>
    );
  return (
    <Button
      type="primary"
      danger={finish.isDanger ?? false}
      disabled={isBlocked}
      loading={finish.isRunning ?? false}
      onClick={finish.run}
    >
      {finish.label}
    </Button>
  );
}

/** Where one is; steps already taken can be gone back to. */
function Path({ steps, at, onStep }: Pick<Props, 'steps' | 'at' | 'onStep'>) {
  const t = useWebTexts();
  return (
    <ol className={styles.path} aria-label={t('wizard.steps')}>
      {steps.map((step, index) => (
        <li key={step.key} data-state={index < at ? 'done' : index === at ? 'now' : 'ahead'}>
          <button
            type="button"
            disabled={index >= at}
            aria-current={index === at ? 'step' : undefined}
            onClick={() => onStep(index)}
          >
            <span className={styles.mark}>{index < at ? <CheckOutlined /> : index + 1}</span>
            <span>{step.title}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
