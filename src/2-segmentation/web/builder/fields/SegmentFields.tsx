import { Select } from 'antd';
import { leansOn } from '../../rule/circle.ts';
import type { ConditionOf, SegmentDraft } from '../../rule/draft.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useChangeLeaf, useTree } from '../tree-context.ts';
import { useSegments } from '../use-vocabulary.ts';
import { MembershipSelect } from './MembershipSelect.tsx';

/** In another segment or not. One that leans on the segment being changed would go in a circle and cannot be chosen. */
export function SegmentFields({ condition }: { condition: ConditionOf<SegmentDraft> }) {
  const t = useTexts();
  const change = useChangeLeaf(condition);
  const { selfId } = useTree();
  const segments = useSegments();
  const circles = selfId === undefined ? new Set<string>() : leansOn(segments, selfId);
  return (
    <>
      <MembershipSelect condition={condition} names="member" />
      <Select<string>
        className={styles.values ?? ''}
        size="small"
        aria-label={t('value.segment')}
        placeholder={t('value.segment')}
        showSearch={{ optionFilterProp: 'title' }}
        popupMatchSelectWidth={280}
        notFoundContent={t('value.nothing')}
        options={segments
          .filter(({ id }) => id !== selfId)
          .map(({ id, name }) => ({
            value: id,
            title: name,
            disabled: circles.has(id),
            label: circles.has(id) ? (
              <span className={styles.option}>
                {name}
                <small>{t('value.circle')}</small>
              </span>
            ) : (
              name
            ),
          }))}
        value={condition.leaf.segment}
        onChange={segment => change({ segment })}
      />
    </>
  );
}
