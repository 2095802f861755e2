import { Input, InputNumber, Select } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import { AddImages } from '#web/message/AddImages.tsx';
import { useTexts } from '../texts/index.ts';
import styles from './Editor.module.css';

type Numbered = {
  label: string;
  value: number;
  min?: number;
  max?: number;
  onChange: (value: number) => void;
};

/** A whole number; emptied, it stays what it was. */
export function NumberField({ label, value, min = 0, max = 4_000, onChange }: Numbered) {
  return (
    <Field label={label}>
      {id => (
        <InputNumber
          id={id}
          className={styles.number ?? ''}
          precision={0}
          min={min}
          max={max}
          value={value}
          onChange={next => next !== null && onChange(next)}
        />
      )}
    </Field>
  );
}

type Coloured = { label: string; value: string; onChange: (value: string) => void };

/** A colour by the browser's own chooser, or typed as printers write it. */
export function ColourField({ label, value, onChange }: Coloured) {
  return (
    <Field label={label}>
      {id => (
        <span className={styles.colour}>
          <input
            type="color"
            aria-label={label}
            value={value}
            onChange={event => onChange(event.target.value)}
          />
          <Input
            id={id}
            maxLength={7}
            key={value}
            defaultValue={value}
            onBlur={({ target }) =>
              /^#[0-9a-f]{6}$/i.test(target.value) && onChange(target.value.toLowerCase())
            }
          />
        </span>
      )}
    </Field>
  );
}

type Chosen<Value extends string | number> = {
  label: string;
  hint?: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

export function ChoiceField<Value extends string | number>({
  label,
  hint,
  value,
  options,
  onChange,
}: Chosen<Value>) {
  return (
    <Field label={label} hint={hint}>
      {id => (
        <Select
          id={id}
          className={styles.wide ?? ''}
          value={value}
          onChange={next => onChange(next)}
          options={[...options]}
        />
      )}
    </Field>
  );
}

/** An uploaded picture, with the last one beside the button. */
export function FileField({ value, onChange }: { value: string; onChange: (file: string) => void }) {
  const t = useTexts();
  return (
    <Field label={t('editor.file')} hint={t('editor.fileHint')}>
      {id => (
        <div className={styles.file}>
          {value && <img src={`/api/v1/images/${value}`} alt="" />}
          <AddImages id={id} isOne onAdded={([file]) => file && onChange(file)} />
        </div>
      )}
    </Field>
  );
}
