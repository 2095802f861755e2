import { InputNumber } from 'antd';
import type { DraftNumberTest, DraftTest } from '../../rule/draft.ts';
import { fenToYuan, yuanToFen } from '../../rule/yuan.ts';
import { useTexts } from '../../texts/index.ts';
import styles from '../RuleTree.module.css';

type Props = {
  test: DraftNumberTest;
  onChange: (test: DraftTest, field?: string) => void;
  isMoney?: boolean;
  isShare?: boolean;
  unit?: string | undefined;
};

/** One number, or from and to. Money is typed in yuan and kept in fen, a share in percent and kept from 0 to 1. */
export function NumberFields({ test, onChange, isMoney = false, isShare = false, unit }: Props) {
  const t = useTexts();
  const Field = isMoney ? YuanField : isShare ? ShareField : NumberField;
  if (test.is !== 'between')
    return (
      <Field
        label={t('value.number')}
        unit={unit}
        value={test.value}
        onChange={value => onChange({ ...test, value }, 'number')}
      />
    );
  return (
    <span className={styles.pair}>
      <Field
        label={t('value.from')}
        unit={undefined}
        value={test.from}
        onChange={from => onChange({ ...test, from }, 'from')}
      />
      <span>–</span>
      <Field
        label={t('value.to')}
        unit={unit}
        value={test.to}
        onChange={to => onChange({ ...test, to }, 'to')}
      />
    </span>
  );
}

type FieldProps = {
  label: string;
  unit: string | undefined;
  value: number | null;
  onChange: (value: number | null) => void;
};

export function NumberField({ label, unit, value, onChange }: FieldProps) {
  return (
    <InputNumber<number>
      className={styles.number ?? ''}
      size="small"
      aria-label={label}
      suffix={unit}
      controls={false}
      value={value}
      onChange={onChange}
    />
  );
}

function ShareField({ value, onChange, ...rest }: FieldProps) {
  return (
    <NumberField
      {...rest}
      unit="%"
      value={value === null ? null : Math.round(value * 1_000) / 10}
      onChange={percent => onChange(percent === null ? null : Math.round(percent * 10) / 1_000)}
    />
  );
}

function YuanField({ label, value, onChange }: FieldProps) {
  return (
    <InputNumber<string>
      className={styles.number ?? ''}
      size="small"
      aria-label={label}
      prefix="¥"
      stringMode
      precision={2}
      controls={false}
      value={fenToYuan(value)}
      onChange={yuan => onChange(yuanToFen(yuan))}
    />
  );
}
