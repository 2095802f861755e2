import { Explain } from '#web/kit/Explain.tsx';
import { formatCount, formatFen, formatShare } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import { isDirect } from '../direct.ts';
import { useTexts } from '../texts/index.ts';
import type { Broadcast } from './BroadcastPage.tsx';
import styles from './FunnelPanel.module.css';

const STEPS = ['planned', 'taskCreated', 'confirmed', 'delivered', 'answered', 'ordered'] as const;

/** From the plan to the order, each step with its people; and who was never in it, with the reasons. */
export function FunnelPanel({ broadcast }: { broadcast: Broadcast }) {
  const t = useTexts();
  const { funnel } = broadcast;
  // Nobody confirms what goes out at once; of an answer nothing is told after it was taken.
  const skipped = broadcast.channel === 'official_account' ? ['confirmed', 'taskCreated'] : ['confirmed'];
  const steps = STEPS.filter(step => !isDirect(broadcast.channel) || !skipped.includes(step));
  const paid = funnel.paid > 0 && t('results.paid', { amount: formatFen(funnel.paid) });
  return (
    <Panel title={t('results.funnel')} aside={paid}>
      <ol className={styles.funnel}>
        {steps.map((step, at) => (
          <Step key={step} broadcast={broadcast} step={step} previous={steps[at - 1]} />
        ))}
      </ol>
      <NoteAnswers broadcast={broadcast} />
      <Others broadcast={broadcast} />
    </Panel>
  );
}

type StepName = (typeof STEPS)[number];
type StepProps = { broadcast: Broadcast; step: StepName; previous: StepName | undefined };

function Step({ broadcast: { id, funnel, attributionDays, channel }, step, previous }: StepProps) {
  const t = useTexts();
  const isAnswer = channel === 'official_account';
  const word =
    step === 'taskCreated' && channel === 'sms'
      ? 'accepted'
      : step === 'delivered' && isAnswer
        ? 'handedOver'
        : step;
  const people = funnel[step];
  // Orders follow from delivery, not from answers.
  const from = step === 'ordered' ? 'delivered' : previous;
  const before = from && funnel[from];
  return (
    <li>
      <span className={styles.name}>
        <Explain term={t(`stage.${word}`)} text={t(`stage.${word}Means`, { days: attributionDays })} />
      </span>
      <PageLink to={`/broadcasts/${id}/people?stage=${step}`} className={styles.bar}>
        <span data-any={people > 0} style={{ width: `${(people / Math.max(1, funnel.planned)) * 100}%` }} />
        <strong>{formatCount(people)}</strong>
        {before !== undefined && before > 0 && (
          <em title={t('results.share', { share: formatShare(people / before) })}>
            {formatShare(people / before, 0)}
          </em>
        )}
      </PageLink>
    </li>
  );
}

/** Replies are for members to note; as long as nobody has, it is said where. */
function NoteAnswers({ broadcast: { id, funnel, channel } }: { broadcast: Broadcast }) {
  const t = useTexts();
  if (isDirect(channel) || funnel.delivered === 0 || funnel.answered > 0) return null;
  return (
    <p className={styles.note}>
      <PageLink to={`/broadcasts/${id}/people?stage=delivered`}>{t('results.noteAnswers')}</PageLink>
    </p>
  );
}

/** Held out, withheld (with the reasons), not reached. */
function Others({ broadcast: { id, funnel, reasons } }: { broadcast: Broadcast }) {
  const t = useTexts();
  const stages = (['audience', 'heldOut', 'withheld', 'failed'] as const).filter(
    stage => stage === 'audience' || funnel[stage] > 0,
  );
  return (
    <div className={styles.others}>
      <dl>
        {stages.map(stage => (
          <div key={stage}>
            <dt>
              <Explain term={t(`stage.${stage}`)} text={t(`stage.${stage}Means`)} />
            </dt>
            <dd>
              <PageLink to={`/broadcasts/${id}/people?stage=${stage}`}>{formatCount(funnel[stage])}</PageLink>
            </dd>
          </div>
        ))}
      </dl>
      <ul className={styles.reasons}>
        {reasons.map(({ reason, words, people }) => (
          <li key={reason}>
            <span>{words}</span>
            <PageLink to={`/broadcasts/${id}/people?stage=audience&reason=${reason}`}>
              {formatCount(people)}
            </PageLink>
          </li>
        ))}
      </ul>
    </div>
  );
}
