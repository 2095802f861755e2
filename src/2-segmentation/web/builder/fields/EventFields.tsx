import type { ConditionOf, DraftNumberTest, EventsDraft, Measure } from '../../rule/draft.ts';
import { numberTestFor, OF_COUNTS } from '../../rule/operators.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { useChangeLeaf } from '../tree-context.ts';
import { type Property, useProperties } from '../use-vocabulary.ts';
import { OperatorSelect } from './OperatorSelect.tsx';
import { PropertySelect } from './PropertyRow.tsx';
import { TestFields } from './TestFields.tsx';
import { AddWhere, WhereRows } from './WhereFields.tsx';
import { WindowFields } from './WindowFields.tsx';
import { WordSelect } from './WordSelect.tsx';

/** Events of a type: how often, on how many days, or the sum of a property; when, and with which properties. */
export function EventFields({ condition }: { condition: ConditionOf<EventsDraft> }) {
  const t = useTexts();
  const change = useChangeLeaf(condition);
  const { leaf } = condition;
  const properties = useProperties(leaf.events);
  return (
    <>
      <MeasureFields
        measure={leaf.measure}
        properties={properties}
        onChange={measure => change({ measure })}
      />
      <OperatorSelect
        operators={OF_COUNTS}
        value={{ name: leaf.test.is, negated: false }}
        onChange={({ name }) => change({ test: numberTestFor(name as DraftNumberTest['is'], leaf.test) })}
      />
      <TestFields
        test={leaf.test}
        unit={unitOf(leaf.measure, t)}
        onChange={(test, field) => change({ test: test as DraftNumberTest }, field)}
      />
      <div className={styles.narrow}>
        <WindowFields window={leaf.window} onChange={(window, field) => change({ window }, field)} />
        <AddWhere where={leaf.where} onChange={where => change({ where })} />
      </div>
      <WhereRows
        where={leaf.where}
        known={properties}
        onChange={(where, field) => change({ where }, field)}
      />
    </>
  );
}

function unitOf(measure: Measure, t: ReturnType<typeof useTexts>): string | undefined {
  if (measure.of === 'count') return t('events.timesUnit');
  return measure.of === 'days' ? t('value.dayUnit') : undefined;
}

type MeasureProps = {
  measure: Measure;
  properties: readonly Property[];
  onChange: (measure: Measure) => void;
};

function MeasureFields({ measure, properties, onChange }: MeasureProps) {
  const t = useTexts();
  const numbers = properties.filter(({ kind }) => kind === 'number');
  return (
    <>
      <WordSelect<Measure['of']>
        label={t('events.measure')}
        value={measure.of}
        values={['count', 'days', 'sum']}
        say={value => t(`events.${value}`)}
        onChange={of => onChange(of === 'sum' ? { of, property: numbers[0]?.property ?? '' } : { of })}
      />
      {measure.of === 'sum' && (
        <PropertySelect
          value={measure.property}
          known={numbers}
          onChange={property => onChange({ of: 'sum', property })}
        />
      )}
    </>
  );
}
