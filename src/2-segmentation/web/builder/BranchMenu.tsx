import { MoreOutlined } from '@ant-design/icons';
import { Button, Dropdown, type MenuProps } from 'antd';
import type { KeyboardEvent } from 'react';
import { type Branch, type Group, isGroup, nextKey } from '../rule/draft.ts';
import { type Direction, duplicate, move, remove, unwrap, wrap } from '../rule/edit.ts';
import { fits } from '../rule/faults.ts';
import { useTexts } from '../texts/index.ts';
import styles from './RuleTree.module.css';
import { neighbourOf, useTree } from './tree-context.ts';

type Props = { branch: Branch; parent: Group };

/** Everything one can do with a branch as a whole. What would lead nowhere, or not fit, cannot be chosen. */
export function BranchMenu({ branch, parent }: Props) {
  const t = useTexts();
  const items = useItems({ branch, parent });
  return (
    <Dropdown menu={items} trigger={['click']} placement="bottomRight">
      <Button
        type="text"
        size="small"
        className={styles.menu ?? ''}
        icon={<MoreOutlined />}
        aria-label={t(isGroup(branch) ? 'build.groupMenu' : 'build.menu')}
      />
    </Dropdown>
  );
}

const ARROWS: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'out',
  ArrowRight: 'in',
};
const SIGNS: Record<Direction, string> = { up: 'Alt ↑', down: 'Alt ↓', out: 'Alt ←', in: 'Alt →' };

/** Alt and an arrow move the branch one is in. */
export function useBranchKeys(branch: Branch, parent: Group | undefined) {
  const { root, change, focusOn } = useTree();
  return (event: KeyboardEvent) => {
    const direction = ARROWS[event.key];
    if (!event.altKey || !direction || !parent || event.defaultPrevented) return;
    event.preventDefault();
    const next = move(root, branch.key, direction);
    if (next === root || !fits(next)) return;
    change(next);
    focusOn(branch.key);
  };
}

function useItems({ branch, parent }: Props): MenuProps {
  const t = useTexts();
  const { root, change, focusOn } = useTree();
  const key = branch.key;
  const fresh = nextKey(root);
  const item = (name: string, label: string, next: Group, focus: number, extra?: string) => ({
    key: name,
    label,
    extra,
    disabled: next === root || !fits(next),
    onClick: () => {
      change(next);
      focusOn(focus);
    },
  });
  const moves = (['up', 'down', 'out', 'in'] as const).map(direction =>
    item(direction, t(`build.${direction}`), move(root, key, direction), key, SIGNS[direction]),
  );
  return {
    items: [
      item('duplicate', t('build.duplicate'), duplicate(root, key), fresh),
      { type: 'divider' },
      ...moves,
      { type: 'divider' },
      item('wrapAll', t('build.wrapAll'), wrap(root, key, 'all'), key),
      item('wrapAny', t('build.wrapAny'), wrap(root, key, 'any'), key),
      item('wrapNone', t('build.wrapNone'), wrap(root, key, 'none'), key),
      ...(isGroup(branch) ? [item('unwrap', t('build.unwrap'), unwrap(root, key), parent.key)] : []),
      { type: 'divider' },
      { ...item('remove', t('build.remove'), remove(root, key), neighbourOf(parent, branch)), danger: true },
    ],
  };
}
