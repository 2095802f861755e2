import { Input } from 'antd';
import { useState } from 'react';
import type { RuleWire } from '#segmentation/contract';
import { useAsk } from '#web/api/queries.ts';
import { formatCount } from '#web/kit/format.ts';
import { PageLink } from '#web/kit/PageLink.tsx';
import { Bone } from '#web/kit/PageSkeleton.tsx';
import { useSegments } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './AudienceStep.module.css';
import type { Audience } from './draft.ts';
import type { StepProps } from './step.ts';
import { useDefaultName } from './use-default-name.ts';

const EVERYONE: RuleWire = { attribute: 'followed', test: { is: 'yes' } };
/** Above this many one looks for a name rather than read them all. */
const MANY = 8;

/** Whom: a segment, the rule one came with, or everybody on WeCom. */
export function AudienceStep({ draft, change }: StepProps) {
  const t = useTexts();
  const segments = useSegments();
  const [query, setQuery] = useState('');
  const nameFor = useDefaultName();
  const [given] = useState(draft.audience && !('segmentId' in draft.audience) ? draft.audience : undefined);
  const choose = (audience: Audience) => {
    const isOurs = draft.name === '' || (draft.audience && draft.name === nameFor(draft.audience.name));
    change({ audience, ...(isOurs && { name: nameFor(audience.name) }) });
  };
  const everyone: Audience = { rule: EVERYONE, name: t('wizard.everyone') };
  const found = segments?.filter(({ name, words }) => `${name} ${words}`.includes(query.trim()));
  const isChosen = (audience: Audience) => keyOf(audience) === (draft.audience && keyOf(draft.audience));
  return (
    <fieldset className={styles.audience}>
      <legend className="visually-hidden">{t('wizard.pickAudience')}</legend>
      {(segments?.length ?? 0) > MANY && (
        <Input.Search
          allowClear
          placeholder={t('wizard.search')}
          aria-label={t('wizard.search')}
          value={query}
          onChange={event => setQuery(event.target.value)}
        />
      )}
      {given && keyOf(given) !== keyOf(everyone) && (
        <Counted audience={given} isChosen={isChosen(given)} onChoose={choose} />
      )}
      {segments === undefined && <Bone height={72} />}
      {found?.map(({ id, name, words, rule, people, reachable }) => {
        const audience = { segmentId: id, rule, name };
        const counts = { people, reachable };
        return (
          <Choice
            key={id}
            audience={audience}
            words={words}
            counts={counts}
            isChosen={isChosen(audience)}
            onChoose={choose}
          />
        );
      })}
      {found?.length === 0 && (
        <p className={styles.none}>
          {t(segments?.length === 0 ? 'wizard.noSegments' : 'wizard.noSuchSegment')}{' '}
          <PageLink to="/segments/new">{t('wizard.newSegment')}</PageLink>
        </p>
      )}
      <Counted
        audience={everyone}
        words={t('wizard.everyoneWhat')}
        isChosen={isChosen(everyone)}
        onChoose={choose}
      />
    </fieldset>
  );
}

function keyOf(audience: Audience): string {
  return 'segmentId' in audience ? audience.segmentId : JSON.stringify(audience.rule);
}

type Count = { people: number; reachable: number; words: string };
type ChoiceProps = {
  audience: Audience;
  words?: string;
  isChosen: boolean;
  onChoose: (audience: Audience) => void;
};

/** A choice that is no segment: nobody has counted it before. */
function Counted(props: ChoiceProps) {
  const { data } = useAsk<Count>('/segments/count', { rule: props.audience.rule });
  return <Choice {...props} words={props.words ?? data?.words ?? ''} counts={data} />;
}

type Counts = { people: number | null; reachable: number | null };

function Choice({
  audience,
  words,
  counts,
  isChosen,
  onChoose,
}: ChoiceProps & { counts: Counts | undefined }) {
  const t = useTexts();
  const { people, reachable } = counts ?? {};
  return (
    <label className={styles.choice} data-chosen={isChosen}>
      <input type="radio" name="audience" checked={isChosen} onChange={() => onChoose(audience)} />
      <span className={styles.words}>
        <strong>{audience.name}</strong>
        <span className={styles.rule}>{words}</span>
      </span>
      <span className={styles.counts}>
        {people == null ? (
          <span>{counts && t('wizard.notCounted')}</span>
        ) : (
          <>
            <strong>{t('wizard.people', { n: formatCount(people) })}</strong>
            <span>{t('wizard.reachable', { n: formatCount(reachable ?? 0) })}</span>
          </>
        )}
      </span>
    </label>
  );
}
