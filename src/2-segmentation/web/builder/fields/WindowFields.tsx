import { Select } from 'antd';
import { lazy, Suspense, useId } from 'react';
import type { DraftWindow } from '../../rule/draft.ts';
import { operatorOf, type WindowName, windowFor } from '../../rule/operators.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';
import { NumberField } from './NumberFields.tsx';

const DaysField = lazy(() => import('#web/kit/filter/DaysField.tsx'));

const PAST = ['last_day', 'last_hour', 'before', 'between_days'] as const;

type Props = {
  window: DraftWindow | null;
  onChange: (window: DraftWindow | null, field?: string) => void;
};

/** When: always, or a stretch of time seen from now. */
export function WindowFields({ window, onChange }: Props) {
  const t = useTexts();
  const name = window === null ? 'always' : (operatorOf({ is: 'within', window }) as WindowName);
  const offered: readonly WindowName[] = name === 'next' ? [...PAST, 'next'] : PAST;
  const options: { value: WindowName | 'always'; label: string; name: string }[] = [
    { value: 'always', label: t('orders.always'), name: t('orders.always') },
    ...offered.map(value => ({ value, label: t(`operator.${value}`), name: t(`short.${value}`) })),
  ];
  return (
    <>
      <Select<WindowName | 'always'>
        className={styles.operator ?? ''}
        variant="borderless"
        size="small"
        popupMatchSelectWidth={false}
        aria-label={t('orders.window')}
        value={name}
        optionLabelProp="name"
        options={options}
        onChange={next => onChange(next === 'always' ? null : windowFor(next, window))}
      />
      {window && <WindowValues window={window} onChange={onChange} />}
    </>
  );
}

type ValuesProps = { window: DraftWindow; onChange: (window: DraftWindow, field?: string) => void };

/** How many days or hours, or which days. */
export function WindowValues({ window, onChange }: ValuesProps) {
  const t = useTexts();
  const id = useId();
  if (window.kind !== 'between') {
    const isHours = window.kind === 'last' && window.unit === 'hour';
    const unit = isHours ? 'value.inHours' : window.kind === 'before' ? 'value.daysAgo' : 'value.inDays';
    return (
      <NumberField
        label={t(isHours ? 'value.hours' : 'value.days')}
        unit={t(unit)}
        value={window.n}
        onChange={n => onChange({ ...window, n }, 'days')}
      />
    );
  }
  return (
    <span className={styles.dates}>
      <Suspense fallback={null}>
        <DaysField
          id={id}
          label={t('value.dates')}
          isLabelled
          from={window.from ?? undefined}
          to={window.to ?? undefined}
          onChange={(from, to) => onChange({ kind: 'between', from: from ?? null, to: to ?? null })}
        />
      </Suspense>
    </span>
  );
}
