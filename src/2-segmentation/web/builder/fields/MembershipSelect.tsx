import type { Condition } from '../../rule/draft.ts';
import { changeCondition } from '../../rule/edit.ts';
import { OF_MEMBERSHIP } from '../../rule/operators.ts';
import { useTree } from '../tree-context.ts';
import { OperatorSelect } from './OperatorSelect.tsx';

/** In or not in: all that can be said of a leaf that has no value of its own. */
export function MembershipSelect({ condition, names }: { condition: Condition; names?: 'member' }) {
  const { root, change } = useTree();
  return (
    <OperatorSelect
      operators={OF_MEMBERSHIP}
      names={names}
      value={{ name: 'yes', negated: condition.negated }}
      onChange={({ negated }) =>
        change(changeCondition(root, condition.key, ({ leaf }) => ({ leaf, negated })))
      }
    />
  );
}
