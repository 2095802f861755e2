import { Slider } from 'antd';
import { useLanguage } from '#web/i18n/i18n.ts';
import { ErrorState } from '#web/kit/ErrorState.tsx';
import { Explain } from '#web/kit/Explain.tsx';
import { Field } from '#web/kit/Field.tsx';
import { formatInstant, formatShare } from '#web/kit/format.ts';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { useTexts } from '../texts/index.ts';
import { MembersTable } from './MembersTable.tsx';
import { PeopleList } from './PeopleList.tsx';
import styles from './ReachStep.module.css';
import { countSayer } from './say-count.ts';
import type { StepProps } from './step.ts';
import type { Preview } from './use-preview.ts';

/** A group smaller than this can hardly tell anything. */
const TELLING = 30;

/** Who gets it, who is held out, who is withheld and why; and what it costs the members. */
export function ReachStep(props: StepProps) {
  const { preview, when } = props;
  const t = useTexts();
  if (preview.error && !preview.data) return <ErrorState error={preview.error} />;
  if (!preview.data) return <Bone height={240} />;
  return (
    <div className={styles.reach} aria-busy={preview.isBusy}>
      {when.at && <p className={styles.asOf}>{t('wizard.asOf', { time: formatInstant(when.at) })}</p>}
      <Split of={preview.data} />
      <Holdout {...props} />
      <Reasons of={preview.data} />
      <MembersTable members={preview.data.members} />
      <PeopleList people={preview.data.people} audience={preview.data.audience} />
    </div>
  );
}

/** The audience in its three parts, as numbers and as one bar. */
function Split({ of }: { of: Preview }) {
  const t = useTexts();
  const count = countSayer(of, t);
  const { audience, send, heldOut, withheld } = of;
  const stopped = withheld.reduce((sum, reason) => sum + reason.people, 0);
  const parts = [
    { key: 'send', term: t('wizard.gets'), what: t('wizard.getsMeans'), people: send },
    { key: 'heldOut', term: t('stage.heldOut'), what: t('stage.heldOutMeans'), people: heldOut },
    { key: 'withheld', term: t('stage.withheld'), what: t('stage.withheldMeans'), people: stopped },
  ];
  return (
    <div>
      <dl className={styles.parts}>
        {parts.map(({ key, term, what, people }) => (
          <div key={key} data-part={key}>
            <dt>
              <Explain term={term} text={what} />
            </dt>
            <dd>{count(people)}</dd>
          </div>
        ))}
      </dl>
      <div className={styles.bar} aria-hidden="true">
        {parts.map(({ key, people }) => (
          <span key={key} data-part={key} style={{ width: `${(people / Math.max(1, audience)) * 100}%` }} />
        ))}
      </div>
    </div>
  );
}

function Holdout({ draft, change, preview }: StepProps) {
  const t = useTexts();
  const language = useLanguage();
  const { holdoutPercent: percent } = draft;
  const held = preview.data?.heldOut ?? 0;
  const isFew = percent > 0 && !preview.isBusy && held > 0 && held < TELLING;
  const hint = percent === 0 ? t('wizard.holdoutNone') : t('wizard.holdoutWhat', { percent });
  return (
    <Field
      label={t('wizard.holdout')}
      hint={isFew ? [hint, t('wizard.holdoutFew', { n: held })].join(language === 'en' ? ' ' : '') : hint}
    >
      {() => (
        <div className={styles.slider}>
          <Slider
            min={0}
            max={50}
            step={5}
            value={percent}
            ariaLabelForHandle={t('wizard.holdout')}
            tooltip={{ formatter: null }}
            onChange={holdoutPercent => change({ holdoutPercent })}
          />
          <output>{formatShare(percent / 100, 0)}</output>
        </div>
      )}
    </Field>
  );
}

/** Why some do not get it, in words, each with how many. */
function Reasons({ of }: { of: Preview }) {
  const t = useTexts();
  const count = countSayer(of, t);
  const { withheld } = of;
  return (
    <section>
      <h3>{t('wizard.reasons')}</h3>
      {withheld.length === 0 && (
        <p className={styles.quiet}>{t(of.estimatedFrom ? 'wizard.allAskedGet' : 'wizard.allGet')}</p>
      )}
      <ul className={styles.reasons}>
        {withheld.map(({ reason, words, people }) => (
          <li key={reason}>
            <span>{words}</span>
            <strong>{count(people)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
