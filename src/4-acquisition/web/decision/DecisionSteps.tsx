import { CheckOutlined, MinusOutlined } from '@ant-design/icons';
import { formatShare } from '#web/kit/format.ts';
import { type Speak, useTexts } from '../texts/index.ts';
import styles from './Decision.module.css';
import type { Candidate, Decision, Step } from './decision.ts';

/** Every step of a decision with its reason: what was passed over and why, and who stood there. */
export function DecisionSteps({ decision }: { decision: Decision }) {
  const t = useTexts();
  const { steps, kind } = decision;
  return (
    <ol className={styles.steps}>
      {steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps are told apart by their place
        <li key={at} data-taken={kind !== 'fallback' && at === steps.length - 1}>
          <OneStep step={step} isTaken={kind !== 'fallback' && at === steps.length - 1} />
        </li>
      ))}
      {kind === 'fallback' && (
        <li data-taken="true">
          <p className={styles.step}>
            <CheckOutlined aria-hidden="true" />
            <span>{t('decision.fallbackStep')}</span>
          </p>
        </li>
      )}
    </ol>
  );
}

function OneStep({ step, isTaken }: { step: Step; isTaken: boolean }) {
  const t = useTexts();
  const name = step.route === null ? t('decision.backup') : t('decision.route', { at: step.route + 1 });
  return (
    <>
      <p className={styles.step}>
        {isTaken ? <CheckOutlined aria-hidden="true" /> : <MinusOutlined aria-hidden="true" />}
        <span>
          <strong>{name}</strong> {reasonOf(step, isTaken, t)}
        </span>
      </p>
      {step.candidates.length > 0 && (
        <ul className={styles.candidates}>
          {step.candidates.map(candidate => (
            <li key={candidate.member.id} data-out={candidate.share === 0}>
              <span className={styles.who}>{candidate.member.name}</span>
              <span className={styles.why}>{whyOf(candidate, t)}</span>
              <span className={styles.share}>
                {candidate.share > 0 ? formatShare(candidate.share, 0) : '–'}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function reasonOf({ fit, ready, kind, candidates }: Step, isTaken: boolean, t: Speak): string {
  if (fit !== 'applies') return t(`decision.fit.${fit}`);
  if (isTaken) return t(`decision.taken.${kind}`);
  if (!ready) return t('decision.notReady');
  return t(candidates.length > 0 ? 'decision.nobodyAble' : 'decision.nobody');
}

function whyOf({ out, share, today, load, cap }: Candidate, t: Speak): string {
  if (out === 'cap') return t('decision.out.cap', { today, cap: cap ?? 0 });
  if (out) return t(`decision.out.${out}`);
  if (share === 0) return t('decision.out.load', { load });
  return t(cap === null ? 'decision.today' : 'decision.todayCapped', { today, load, cap: cap ?? 0 });
}
