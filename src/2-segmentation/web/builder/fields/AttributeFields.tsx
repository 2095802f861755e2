import { ATTRIBUTES, FACTS, knownAs } from '../../../rules/vocabulary.contract.ts';
import type { AttributeDraft, ConditionOf, DraftTest, FactDraft } from '../../rule/draft.ts';
import { changeCondition } from '../../rule/edit.ts';
import { kindOfTest, type Operator, operatorOf, operatorsOf, testFor } from '../../rule/operators.ts';
import { useTexts } from '../../texts/index.ts';
import { useTree } from '../tree-context.ts';
import { factKindIn, useVocabulary } from '../use-vocabulary.ts';
import { OperatorSelect } from './OperatorSelect.tsx';
import { TestFields } from './TestFields.tsx';
import { type Choice, named } from './ValuesField.tsx';

/** What is known of the person: how it is judged, and by what. */
export function AttributeFields({ condition }: { condition: ConditionOf<AttributeDraft> }) {
  const { attribute } = condition.leaf;
  return (
    <Judged
      condition={condition}
      operators={operatorsOf(condition.leaf)}
      isMoney={ATTRIBUTES[attribute].type === 'money'}
      attribute={attribute}
    />
  );
}

/** A field of the customers, or a computed fact. Of what kind that is the data says, else the test it has. */
export function FactFields({ condition }: { condition: ConditionOf<FactDraft> }) {
  const vocabulary = useVocabulary();
  const { fact, test } = condition.leaf;
  const kind = factKindIn(vocabulary, fact) ?? kindOfTest(test);
  const choices = useFieldChoices(fact);
  const type = knownAs(FACTS, fact)?.type;
  return (
    <Judged
      condition={condition}
      operators={operatorsOf(condition.leaf, kind)}
      isMoney={type === 'money'}
      isShare={type === 'share'}
      names={kind === 'day' || kind === 'instant' ? 'instant' : undefined}
      suggestions={choices}
      isClosed={choices !== undefined}
    />
  );
}

/** What there is to choose from where a field has choices; undefined where it has none. */
function useFieldChoices(fact: string): readonly Choice[] | undefined {
  const t = useTexts();
  const field = useVocabulary().fields.find(({ key }) => key === fact);
  if (field?.type === 'flag')
    return [
      { value: 'yes', ...named(t('value.yes')) },
      { value: 'no', ...named(t('value.no')) },
    ];
  return field && field.options.length > 0
    ? field.options.map(value => ({ value, ...named(value) }))
    : undefined;
}

type Props = {
  condition: ConditionOf<AttributeDraft | FactDraft>;
  operators: readonly Operator[];
  isMoney?: boolean;
  isShare?: boolean;
  attribute?: AttributeDraft['attribute'];
  names?: 'instant' | undefined;
  suggestions?: readonly Choice[] | undefined;
  isClosed?: boolean;
};

function Judged({ condition, operators, attribute, names, ...values }: Props) {
  const { root, change } = useTree();
  const { leaf, negated, key } = condition;
  const put = (test: DraftTest, negated: boolean, field?: string) =>
    change(
      changeCondition(root, key, () => ({ leaf: { ...leaf, test }, negated })),
      field && `${key} ${field}`,
    );
  return (
    <>
      <OperatorSelect
        operators={operators}
        names={attribute && ATTRIBUTES[attribute].type === 'instant' ? 'instant' : names}
        value={{ name: operatorOf(leaf.test), negated }}
        onChange={operator => put(testFor(operator.name, leaf.test), operator.negated)}
      />
      <TestFields
        test={leaf.test}
        onChange={(test, field) => put(test, negated, field)}
        attribute={attribute}
        {...values}
      />
    </>
  );
}
