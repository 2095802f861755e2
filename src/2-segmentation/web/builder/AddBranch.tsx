import { PlusOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { RULE_LIMITS } from '../../rules/vocabulary.contract.ts';
import { EMPTY, type Group, nextKey } from '../rule/draft.ts';
import { add } from '../rule/edit.ts';
import { fits } from '../rule/faults.ts';
import { conditionOn } from '../rule/subjects.ts';
import { useTexts } from '../texts/index.ts';
import styles from './RuleTree.module.css';
import { SubjectSelect } from './SubjectSelect.tsx';
import { useTree } from './tree-context.ts';

/** At the foot of a group: one more condition, or one more group. */
export function AddBranch({ group }: { group: Group }) {
  const t = useTexts();
  const { root, change, focusOn } = useTree();
  const key = nextKey(root);
  const inner: Group = { ...EMPTY, mode: group.mode === 'all' ? 'any' : 'all' };
  const withGroup = add(root, group.key, inner);
  const isFull = !fits(add(root, group.key, { key, ...conditionOn('reachable') }));
  if (isFull) return <p className={styles.full}>{t('build.full', RULE_LIMITS)}</p>;
  return (
    <div className={styles.add}>
      <SubjectSelect
        label={t('build.addCondition')}
        placeholder={
          <span className={styles.addLabel}>
            <PlusOutlined />
            {t('build.addCondition')}
          </span>
        }
        value={undefined}
        onChange={(subject, factKind) => {
          change(add(root, group.key, { key, ...conditionOn(subject, factKind) }));
          focusOn(key);
        }}
      />
      <Tooltip title={t(inner.mode === 'any' ? 'mode.ofAny' : 'mode.ofAll')}>
        <Button
          type="text"
          size="small"
          className={styles.addGroup ?? ''}
          icon={<PlusOutlined />}
          disabled={!fits(withGroup)}
          onClick={() => {
            change(withGroup);
            focusOn(key);
          }}
        >
          {t('build.addGroup')}
        </Button>
      </Tooltip>
    </div>
  );
}
