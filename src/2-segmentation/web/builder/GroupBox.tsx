import { Select } from 'antd';
import { type Branch, type Group, isGroup, type Mode } from '../rule/draft.ts';
import { setMode } from '../rule/edit.ts';
import { useTexts } from '../texts/index.ts';
import { AddBranch } from './AddBranch.tsx';
import { BranchMenu, useBranchKeys } from './BranchMenu.tsx';
import { ConditionRow } from './ConditionRow.tsx';
import styles from './RuleTree.module.css';
import { useTree } from './tree-context.ts';

const MODES = ['all', 'any', 'none'] as const;
const JOINT = { all: 'mode.and', any: 'mode.or', none: 'mode.nor' } as const;

/** A group: how its branches belong together, the branches, and where to add more. */
export function GroupBox({ group, parent }: { group: Group; parent: Group | undefined }) {
  const t = useTexts();
  const { faults, isLoud } = useTree();
  const onKeyDown = useBranchKeys(group, parent);
  const fault = faults.get(group.key);
  return (
    <fieldset
      aria-label={`${t(`mode.${group.mode}`)} ${t('mode.these')}`}
      className={styles.group}
      data-node={group.key}
      data-mode={group.mode}
      data-root={parent === undefined}
      onKeyDown={onKeyDown}
    >
      <div className={styles.groupHead}>
        <ModeSelect group={group} />
        <span className={styles.sentence}>{t('mode.these')}</span>
        {parent && <BranchMenu branch={group} parent={parent} />}
      </div>
      <ul className={styles.branches}>
        {group.branches.map((branch, at) => (
          <li key={branch.key}>
            {at > 0 && (
              <span className={styles.joint} aria-hidden="true">
                {t(JOINT[group.mode])}
              </span>
            )}
            <BranchBox branch={branch} parent={group} at={at} />
          </li>
        ))}
      </ul>
      {fault && parent && (
        <p className={styles.fault} data-loud={isLoud}>
          {t(`fault.${fault}`)}
        </p>
      )}
      <AddBranch group={group} />
    </fieldset>
  );
}

function BranchBox({ branch, parent, at }: { branch: Branch; parent: Group; at: number }) {
  return isGroup(branch) ? (
    <GroupBox group={branch} parent={parent} />
  ) : (
    <ConditionRow condition={branch} parent={parent} at={at} />
  );
}

function ModeSelect({ group }: { group: Group }) {
  const t = useTexts();
  const { root, change } = useTree();
  return (
    <Select<Mode>
      className={styles.mode ?? ''}
      size="small"
      popupMatchSelectWidth={false}
      aria-label={t('mode.label')}
      value={group.mode}
      options={MODES.map(value => ({ value, label: t(`mode.${value}`) }))}
      onChange={mode => change(setMode(root, group.key, mode))}
    />
  );
}
