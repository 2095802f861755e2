import { Select } from 'antd';
import { useWords } from '#web/i18n/i18n.ts';
import { HOLIDAYS, type Holiday } from '../../../rules/vocabulary.contract.ts';
import type { ConditionOf, HolidayDraft } from '../../rule/draft.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useChangeLeaf } from '../tree-context.ts';
import { NumberField } from './NumberFields.tsx';

const ALL = Object.keys(HOLIDAYS) as Holiday[];

/** Which holidays, and how many days before. */
export function HolidayFields({ condition }: { condition: ConditionOf<HolidayDraft> }) {
  const t = useTexts();
  const words = useWords();
  const change = useChangeLeaf(condition);
  const { holidays, days } = condition.leaf;
  return (
    <>
      <Select<Holiday[]>
        className={styles.values ?? ''}
        size="small"
        mode="multiple"
        aria-label={t('holiday.which')}
        placeholder={t('holiday.which')}
        showSearch={{ optionFilterProp: 'label' }}
        options={ALL.map(value => ({ value, label: words(HOLIDAYS[value]) }))}
        value={[...holidays]}
        onChange={next => change({ holidays: next })}
      />
      <span className={styles.where}>{t('short.next')}</span>
      <NumberField
        label={t('value.days')}
        unit={t('value.inDays')}
        value={days}
        onChange={next => change({ days: next }, 'days')}
      />
    </>
  );
}
