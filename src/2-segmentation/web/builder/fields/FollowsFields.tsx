import { useWords } from '#web/i18n/i18n.ts';
import { ADD_WAYS, ENDED_BY } from '../../../rules/vocabulary.contract.ts';
import type { ConditionOf, DraftNumberTest, FollowsDraft } from '../../rule/draft.ts';
import { numberTestFor, OF_COUNTS } from '../../rule/operators.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useChangeLeaf } from '../tree-context.ts';
import { useAccounts, useMembers, useTeams, useVocabulary } from '../use-vocabulary.ts';
import { ManySelect } from './ManySelect.tsx';
import { OperatorSelect } from './OperatorSelect.tsx';
import { TestFields } from './TestFields.tsx';
import { WindowFields } from './WindowFields.tsx';
import { WordSelect } from './WordSelect.tsx';

const STATES = ['now', 'ended', 'ever', 'first'] as const;
const ENDS = ['anybody', 'customer', 'member', 'transfer'] as const;
const WECOM = new Set(['wecom', 'official_account']);

type Props = { condition: ConditionOf<FollowsDraft> };

/** Who added and follows somebody: how many members, which, where, by what way, when; and how it ended. */
export function FollowsFields({ condition }: Props) {
  const t = useTexts();
  const change = useChangeLeaf(condition);
  const { leaf } = condition;
  return (
    <>
      <WordSelect<FollowsDraft['follows']>
        label={t('operator.label')}
        value={leaf.follows}
        values={STATES}
        say={value => t(`follows.${value}`)}
        onChange={follows => change({ follows, ...fitting(follows) })}
      />
      {!isPlainFirst(leaf) && <HowMany condition={condition} />}
      <div className={styles.narrow}>
        <WhichFollows condition={condition} />
        <span>{t('follows.added')}</span>
        <WindowFields window={leaf.window} onChange={(window, field) => change({ window }, field)} />
        {(canEnd(leaf.follows) || leaf.endedBy || leaf.ended) && <EndFields condition={condition} />}
      </div>
    </>
  );
}

const canEnd = (follows: FollowsDraft['follows']) => follows === 'ended' || follows === 'ever';

/** Of the first one there is one or none; who still follows has not ended. */
function fitting(follows: FollowsDraft['follows']): Partial<FollowsDraft> {
  return {
    ...(follows === 'first' && { test: { is: 'at_least', value: 1 } }),
    ...(!canEnd(follows) && { endedBy: null, ended: null }),
  };
}

function isPlainFirst({ follows, test }: FollowsDraft): boolean {
  return follows === 'first' && test.is === 'at_least' && test.value === 1;
}

function HowMany({ condition }: Props) {
  const t = useTexts();
  const change = useChangeLeaf(condition);
  const { test } = condition.leaf;
  return (
    <>
      <OperatorSelect
        operators={OF_COUNTS}
        value={{ name: test.is, negated: false }}
        onChange={({ name }) => change({ test: numberTestFor(name as DraftNumberTest['is'], test) })}
      />
      <TestFields
        test={test}
        unit={t('follows.unit')}
        onChange={(to, field) => change({ test: to as DraftNumberTest }, field)}
      />
    </>
  );
}

function WhichFollows({ condition }: Props) {
  const t = useTexts();
  const words = useWords();
  const change = useChangeLeaf(condition);
  const { leaf } = condition;
  const named = (rows: readonly { id: string; name: string }[]) =>
    rows.map(({ id, name }) => ({ value: id, label: name }));
  const members = named(useMembers());
  const teams = named(useTeams());
  const accounts = named(useAccounts().filter(({ kind }) => WECOM.has(kind)));
  const codes = useVocabulary().codes.map(({ value }) => ({ value, label: value }));
  const ways = Object.entries(ADD_WAYS).map(([value, both]) => ({ value, label: words(both) }));
  return (
    <>
      <ManySelect
        label={t('follows.members')}
        options={members}
        values={leaf.members}
        onChange={to => change({ members: to })}
      />
      {teams.length > 0 && (
        <ManySelect
          label={t('follows.teams')}
          options={teams}
          values={leaf.teams}
          onChange={to => change({ teams: to })}
        />
      )}
      <ManySelect
        label={t('follows.accounts')}
        options={accounts}
        values={leaf.accounts}
        onChange={to => change({ accounts: to })}
      />
      <ManySelect
        label={t('follows.ways')}
        options={ways}
        values={leaf.ways.map(String)}
        onChange={to => change({ ways: to.map(Number) })}
      />
      <ManySelect
        isOpen
        label={t('follows.codes')}
        options={codes}
        values={leaf.codes}
        onChange={to => change({ codes: to })}
      />
    </>
  );
}

function EndFields({ condition }: Props) {
  const t = useTexts();
  const words = useWords();
  const change = useChangeLeaf(condition);
  const { endedBy, ended } = condition.leaf;
  return (
    <>
      <span>{t('follows.endedWhen')}</span>
      <WordSelect<(typeof ENDS)[number]>
        label={t('follows.endedBy')}
        value={endedBy ?? 'anybody'}
        values={ENDS}
        say={value => (value === 'anybody' ? t('follows.anybody') : words(ENDED_BY[value]))}
        onChange={to => change({ endedBy: to === 'anybody' ? null : to })}
      />
      <WindowFields
        window={ended}
        onChange={(to, field) => change({ ended: to }, field && `ended ${field}`)}
      />
    </>
  );
}
