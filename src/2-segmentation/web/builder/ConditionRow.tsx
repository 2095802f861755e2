import { CloseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { Condition, Group } from '../rule/draft.ts';
import { changeCondition, remove } from '../rule/edit.ts';
import { conditionOn, subjectOf } from '../rule/subjects.ts';
import { useTexts } from '../texts/index.ts';
import { BranchMenu, useBranchKeys } from './BranchMenu.tsx';
import { LeafFields } from './fields/LeafFields.tsx';
import styles from './RuleTree.module.css';
import { SubjectSelect } from './SubjectSelect.tsx';
import { neighbourOf, useTree } from './tree-context.ts';

type Props = { condition: Condition; parent: Group; at: number };

/** Faults that are wrong rather than not yet there, and so are said aloud at once. */
const WRONG = new Set(['reversed', 'outside', 'whole', 'tooMany', 'circle', 'unknown']);

/** One condition: of what, how, which; and what it still lacks. */
export function ConditionRow({ condition, parent, at }: Props) {
  const t = useTexts();
  const { root, change, focusOn, faults, isLoud } = useTree();
  const onKeyDown = useBranchKeys(condition, parent);
  const fault = faults.get(condition.key);
  return (
    <fieldset
      aria-label={t('build.condition', { at: at + 1 })}
      className={styles.condition}
      data-node={condition.key}
      onKeyDown={onKeyDown}
    >
      <div className={styles.fields}>
        <SubjectSelect
          label={t('build.chooseSubject')}
          value={subjectOf(condition.leaf)}
          onChange={(subject, factKind) => {
            change(changeCondition(root, condition.key, () => conditionOn(subject, factKind)));
            focusOn(condition.key);
          }}
        />
        <LeafFields condition={condition} />
        {fault && (
          <p className={styles.fault} data-loud={isLoud || WRONG.has(fault)}>
            {t(`fault.${fault}`)}
          </p>
        )}
      </div>
      <div className={styles.rowActions}>
        <BranchMenu branch={condition} parent={parent} />
        <Button
          type="text"
          size="small"
          className={styles.menu ?? ''}
          icon={<CloseOutlined />}
          aria-label={t('build.remove')}
          title={t('build.remove')}
          onClick={() => {
            change(remove(root, condition.key));
            focusOn(neighbourOf(parent, condition));
          }}
        />
      </div>
    </fieldset>
  );
}
