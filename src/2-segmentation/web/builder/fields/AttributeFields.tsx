import { ATTRIBUTES, FACTS, knownAs } from '../../../rules/vocabulary.contract.ts';
import type { AttributeDraft, ConditionOf, DraftTest, FactDraft } from '../../rule/draft.ts';
import { changeCondition } from '../../rule/edit.ts';
import { kindOfTest, type Operator, operatorOf, operatorsOf, testFor } from '../../rule/operators.ts';
import { useTree } from '../tree-context.ts';
import { useVocabulary } from '../use-vocabulary.ts';
import { OperatorSelect } from './OperatorSelect.tsx';
import { TestFields } from './TestFields.tsx';

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

/** A computed fact. Of what kind it is the data says, else the test it has. */
export function FactFields({ condition }: { condition: ConditionOf<FactDraft> }) {
  const { facts } = useVocabulary();
  const { fact, test } = condition.leaf;
  const kind = facts.find(({ key }) => key === fact)?.kind ?? kindOfTest(test);
  const type = knownAs(FACTS, fact)?.type;
  return (
    <Judged
      condition={condition}
      operators={operatorsOf(condition.leaf, kind)}
      isMoney={type === 'money'}
      isShare={type === 'share'}
    />
  );
}

type Props = {
  condition: ConditionOf<AttributeDraft | FactDraft>;
  operators: readonly Operator[];
  isMoney?: boolean;
  isShare?: boolean;
  attribute?: AttributeDraft['attribute'];
};

function Judged({ condition, operators, isMoney = false, isShare = false, attribute }: Props) {
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
        names={attribute && ATTRIBUTES[attribute].type === 'instant' ? 'instant' : undefined}
        value={{ name: operatorOf(leaf.test), negated }}
        onChange={operator => put(testFor(operator.name, leaf.test), operator.negated)}
      />
      <TestFields
        test={leaf.test}
        onChange={(test, field) => put(test, negated, field)}
        isMoney={isMoney}
        isShare={isShare}
        attribute={attribute}
      />
    </>
  );
}
