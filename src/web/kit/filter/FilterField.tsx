import { Checkbox, Select } from 'antd';
import { lazy, type ReactNode, Suspense, useId } from 'react';
import { useWebTexts } from '../../i18n/i18n.ts';
import type { Value } from '../../url/search.ts';
import type { SetSearch } from '../../url/use-search.ts';
import styles from './FilterBar.module.css';
import { type Choice, type Filter, rangeOf, withRange } from './filters.ts';
import { RangeField } from './RangeField.tsx';
import { TextField } from './TextField.tsx';

const DaysField = lazy(() => import('./DaysField.tsx'));

type Props<V> = {
  filter: Filter<NoInfer<V>>;
  value: Value<V>;
  onChange: SetSearch<V>;
  /** In the drawer: the label stands above. In the line it stands inside. */
  isLabelled?: boolean;
};

/** One condition, drawn after its kind. */
export function FilterField<V>(props: Props<V>) {
  const { filter, isLabelled = false } = props;
  const id = useId();
  const control = <Control {...props} id={id} />;
  if (!isLabelled || filter.kind === 'flag') return control;
  return (
    <div className={styles.labelled}>
      <label htmlFor={id}>{filter.label}</label>
      {control}
    </div>
  );
}

function Control<V>({
  filter,
  value,
  onChange,
  isLabelled = false,
  id,
}: Props<V> & { id: string }): ReactNode {
  // A filter names only fields of its kind (filters.ts), which the types cannot carry through a generic record.
  const read = <T,>(field: keyof V & string) => value[field] as T | undefined;
  const write = (patch: Record<string, unknown>, options?: { replace?: boolean }) =>
    onChange(patch as Value<V>, options);
  const common = { id, label: filter.label, isLabelled };
  switch (filter.kind) {
    case 'text':
      return (
        <TextField
          {...common}
          value={read<string>(filter.field)}
          onChange={text => write({ [filter.field]: text }, { replace: true })}
        />
      );
    case 'choice':
      return (
        <ChoiceField
          {...common}
          choices={filter.choices}
          value={read<string>(filter.field)}
          onChange={choice => write({ [filter.field]: choice })}
        />
      );
    case 'choices':
      return (
        <ChoiceField
          {...common}
          isMany
          choices={filter.choices}
          value={read<string[]>(filter.field)}
          onChange={choices => write({ [filter.field]: choices?.length === 0 ? undefined : choices })}
        />
      );
    case 'days':
      return (
        <Suspense fallback={<span className={styles.placeholder} />}>
          <DaysField
            {...common}
            from={read<string>(filter.from)}
            to={read<string>(filter.to)}
            onChange={(from, to) => write({ [filter.from]: from, [filter.to]: to })}
          />
        </Suspense>
      );
    case 'range':
      return (
        <RangeField
          {...common}
          unit={filter.unit}
          min={read<number>(filter.min)}
          max={read<number>(filter.max)}
          onChange={(min, max) => write({ [filter.min]: min, [filter.max]: max })}
        />
      );
    case 'within': {
      const { from, to } = rangeOf<V>(filter, value) ?? {};
      const set = (from: string | undefined, to: string | undefined) =>
        write({ [filter.field]: withRange<V>(filter, value, { from, to }) });
      const number = (end: string | undefined) => (end === undefined ? undefined : Number(end));
      return filter.of === 'day' ? (
        <Suspense fallback={<span className={styles.placeholder} />}>
          <DaysField {...common} from={from} to={to} onChange={set} />
        </Suspense>
      ) : (
        <RangeField
          {...common}
          unit="number"
          min={number(from)}
          max={number(to)}
          onChange={(min, max) => set(min?.toString(), max?.toString())}
        />
      );
    }
    case 'flag':
      return (
        <Checkbox
          checked={read<true>(filter.field) === true}
          onChange={event => write({ [filter.field]: event.target.checked || undefined })}
        >
          {filter.label}
        </Checkbox>
      );
  }
}

type ChoiceProps<T> = {
  id: string;
  label: string;
  isLabelled: boolean;
  choices: readonly Choice[];
  value: T | undefined;
  onChange: (value: T | undefined) => void;
  isMany?: boolean;
};

function ChoiceField<T>({ id, label, isLabelled, choices, value, onChange, isMany = false }: ChoiceProps<T>) {
  const t = useWebTexts();
  const isInside = !isLabelled && value !== undefined;
  return (
    <Select<T>
      id={id}
      aria-label={label}
      className={styles.choice ?? ''}
      allowClear
      showSearch={choices.length > 8 ? { optionFilterProp: 'label' } : false}
      popupMatchSelectWidth={false}
      {...(isMany && { mode: 'multiple' as const, maxTagCount: isLabelled ? 8 : 1 })}
      prefix={isInside && <span className={styles.inside}>{label}</span>}
      placeholder={isLabelled ? t('filter.any') : label}
      options={[...choices] as never}
      value={value as never}
      onChange={next => onChange((next as T | undefined) ?? undefined)}
    />
  );
}
