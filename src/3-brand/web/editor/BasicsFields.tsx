import { Input, Segmented } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import type { Background } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { resized } from './draft.ts';
import styles from './Editor.module.css';
import type { SectionProps } from './Editor.tsx';
import { ChoiceField, ColourField, FileField, NumberField } from './fields.tsx';

/** What it is called, how large it is, what makes people scan, what lies under everything. */
export function BasicsFields({ draft, change }: SectionProps) {
  const t = useTexts();
  return (
    <div className={styles.stack}>
      <div className={styles.pair}>
        <Field label={t('editor.name')} hint={t('editor.nameHint')}>
          {id => (
            <Input
              id={id}
              maxLength={40}
              value={draft.name}
              onChange={event => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Size draft={draft} change={change} />
      </div>
      <Field label={t('editor.hook')} hint={t('editor.hookHint')}>
        {id => (
          <Input
            id={id}
            maxLength={60}
            value={draft.hook}
            onChange={event => change({ hook: event.target.value })}
          />
        )}
      </Field>
      <BackgroundFields value={draft.background} onChange={background => change({ background })} />
    </div>
  );
}

const SIZES = {
  phone: [750, 1_334],
  square: [1_080, 1_080],
  card: [1_063, 638],
  sheet: [2_480, 3_508],
} as const;

function Size({ draft, change }: Pick<SectionProps, 'draft' | 'change'>) {
  const t = useTexts();
  const now = `${draft.width}×${draft.height}`;
  const known = (Object.keys(SIZES) as (keyof typeof SIZES)[]).map(key => ({
    value: SIZES[key].join('×'),
    label: t(`editor.sizes.${key}`),
  }));
  const own = { value: now, label: t('editor.ownSize', { width: draft.width, height: draft.height }) };
  const options = known.some(({ value }) => value === now) ? known : [...known, own];
  const take = (size: string) => {
    const [width = draft.width, height = draft.height] = size.split('×').map(Number);
    change(resized(draft, width, height));
  };
  return <ChoiceField label={t('editor.size')} value={now} options={options} onChange={take} />;
}

const BLANK: Record<Background['kind'], Background> = {
  colour: { kind: 'colour', colour: '#ffffff' },
  gradient: { kind: 'gradient', from: '#0f766e', to: '#123b38', angle: 165 },
  picture: { kind: 'picture', file: '', shade: 0 },
};
const KINDS = ['colour', 'gradient', 'picture'] as const;

type BackgroundProps = { value: Background; onChange: (value: Background) => void };

function BackgroundFields({ value, onChange }: BackgroundProps) {
  const t = useTexts();
  return (
    <div className={styles.stack}>
      <Field label={t('editor.background')}>
        {id => (
          <Segmented
            id={id}
            className={styles.start ?? ''}
            value={value.kind}
            onChange={kind => onChange(BLANK[kind])}
            options={KINDS.map(kind => ({ value: kind, label: t(`editor.backgrounds.${kind}`) }))}
          />
        )}
      </Field>
      <div className={styles.row}>
        <Details value={value} onChange={onChange} />
      </div>
    </div>
  );
}

function Details({ value, onChange }: BackgroundProps) {
  const t = useTexts();
  if (value.kind === 'colour')
    return (
      <ColourField
        label={t('editor.colour')}
        value={value.colour}
        onChange={colour => onChange({ ...value, colour })}
      />
    );
  if (value.kind === 'gradient')
    return (
      <>
        <ColourField
          label={t('editor.from')}
          value={value.from}
          onChange={from => onChange({ ...value, from })}
        />
        <ColourField label={t('editor.to')} value={value.to} onChange={to => onChange({ ...value, to })} />
        <NumberField
          label={t('editor.angle')}
          value={value.angle}
          max={359}
          onChange={angle => onChange({ ...value, angle })}
        />
      </>
    );
  return (
    <>
      <FileField value={value.file} onChange={file => onChange({ ...value, file })} />
      <NumberField
        label={t('editor.shade')}
        value={value.shade}
        max={80}
        onChange={shade => onChange({ ...value, shade })}
      />
    </>
  );
}
