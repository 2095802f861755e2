import { Select } from 'antd';
import { formatCount } from '#web/kit/format.ts';
import type { ConditionOf, TagsDraft } from '../../rule/draft.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useChangeLeaf } from '../tree-context.ts';
import { useTags } from '../use-vocabulary.ts';
import { WordSelect } from './WordSelect.tsx';

const MODES = ['any', 'all', 'none'] as const;

export function TagFields({ condition }: { condition: ConditionOf<TagsDraft> }) {
  const t = useTexts();
  const change = useChangeLeaf(condition);
  const groups = useTags();
  return (
    <>
      <WordSelect<TagsDraft['tags']>
        label={t('operator.label')}
        value={condition.leaf.tags}
        values={MODES}
        say={value => t(`operator.${value}`)}
        onChange={tags => change({ tags })}
      />
      <Select<string[]>
        className={styles.values ?? ''}
        size="small"
        mode="multiple"
        aria-label={t('value.tags')}
        placeholder={t('value.tags')}
        showSearch={{ optionFilterProp: 'title' }}
        popupMatchSelectWidth={240}
        notFoundContent={t('value.nothing')}
        optionLabelProp="title"
        options={groups
          .filter(({ tags }) => tags.length > 0)
          .map(group => ({
            label: group.name,
            title: '',
            options: group.tags.map(tag => ({
              value: tag.id,
              title: tag.name,
              label: (
                <span className={styles.option}>
                  {tag.name}
                  <small>{formatCount(tag.customers)}</small>
                </span>
              ),
            })),
          }))}
        value={[...condition.leaf.ids]}
        onChange={ids => change({ ids })}
      />
    </>
  );
}
