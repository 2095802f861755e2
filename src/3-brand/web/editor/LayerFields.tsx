import { Button, Input } from 'antd';
import { Field } from '#web/kit/Field.tsx';
import type { Layer, LayerOf } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import styles from './Editor.module.css';
import { ChoiceField, ColourField, FileField, NumberField } from './fields.tsx';

type Props<Kind extends Layer['kind'] = Layer['kind']> = {
  layer: LayerOf<Kind>;
  onChange: (layer: Layer) => void;
};

/** What can be set of one layer: what it is first, then where it lies. */
export function LayerFields({ layer, onChange }: Props) {
  return (
    <div className={styles.stack}>
      {layer.kind === 'text' && <TextFields layer={layer} onChange={onChange} />}
      {layer.kind === 'picture' && <PictureFields layer={layer} onChange={onChange} />}
      {layer.kind === 'shape' && <ShapeFields layer={layer} onChange={onChange} />}
      {layer.kind === 'qr' && <CodeFields layer={layer} onChange={onChange} />}
      <PlaceFields layer={layer} onChange={onChange} />
    </div>
  );
}

const PLACES = { hookPlace: '{{hook}}', companyPlace: '{{company}}' } as const;
const WEIGHTS = [400, 700, 900] as const;
const ALIGNS = ['left', 'center', 'right'] as const;

function TextFields({ layer, onChange }: Props<'text'>) {
  const t = useTexts();
  const set = (patch: Partial<LayerOf<'text'>>) => onChange({ ...layer, ...patch });
  return (
    <>
      <Field label={t('editor.text')} aside={<Places onPick={place => set({ text: layer.text + place })} />}>
        {id => (
          <Input.TextArea
            id={id}
            maxLength={300}
            autoSize={{ minRows: 1, maxRows: 6 }}
            value={layer.text}
            onChange={event => set({ text: event.target.value })}
          />
        )}
      </Field>
      <div className={styles.row}>
        <NumberField
          label={t('editor.letters')}
          value={layer.size}
          min={12}
          max={400}
          onChange={size => set({ size })}
        />
        <ChoiceField
          label={t('editor.weight')}
          value={layer.weight}
          options={WEIGHTS.map(value => ({ value, label: t(`editor.weights.w${value}`) }))}
          onChange={weight => set({ weight })}
        />
        <ChoiceField
          label={t('editor.align')}
          value={layer.align}
          options={ALIGNS.map(value => ({ value, label: t(`editor.aligns.${value}`) }))}
          onChange={align => set({ align })}
        />
        <ColourField label={t('editor.colour')} value={layer.colour} onChange={colour => set({ colour })} />
        <NumberField
          label={t('editor.lines')}
          value={layer.lines}
          min={1}
          max={30}
          onChange={lines => set({ lines })}
        />
        <NumberField
          label={t('editor.leading')}
          value={layer.leading}
          min={100}
          max={250}
          onChange={leading => set({ leading })}
        />
      </div>
    </>
  );
}

function Places({ onPick }: { onPick: (place: string) => void }) {
  const t = useTexts();
  return (
    <span>
      {(['hookPlace', 'companyPlace'] as const).map(place => (
        <Button key={place} type="link" size="small" onClick={() => onPick(PLACES[place])}>
          {t(`editor.${place}`)}
        </Button>
      ))}
    </span>
  );
}

function PictureFields({ layer, onChange }: Props<'picture'>) {
  const t = useTexts();
  return (
    <>
      <FileField value={layer.file} onChange={file => onChange({ ...layer, file })} />
      <div className={styles.row}>
        <ChoiceField
          label={t('editor.fit')}
          value={layer.fit}
          options={(['cover', 'contain'] as const).map(value => ({
            value,
            label: t(`editor.fits.${value}`),
          }))}
          onChange={fit => onChange({ ...layer, fit })}
        />
        <Radius layer={layer} onChange={onChange} />
      </div>
    </>
  );
}

function ShapeFields({ layer, onChange }: Props<'shape'>) {
  const t = useTexts();
  return (
    <div className={styles.row}>
      <ColourField
        label={t('editor.colour')}
        value={layer.colour}
        onChange={colour => onChange({ ...layer, colour })}
      />
      <NumberField
        label={t('editor.opacity')}
        value={layer.opacity}
        min={5}
        max={100}
        onChange={opacity => onChange({ ...layer, opacity })}
      />
      <Radius layer={layer} onChange={onChange} />
    </div>
  );
}

function Radius({ layer, onChange }: Props<'picture'> | Props<'shape'>) {
  const t = useTexts();
  return (
    <NumberField
      label={t('editor.radius')}
      value={layer.radius}
      max={2_000}
      onChange={radius => onChange({ ...layer, radius })}
    />
  );
}

const LEVELS = ['L', 'M', 'Q', 'H'] as const;

function CodeFields({ layer, onChange }: Props<'qr'>) {
  const t = useTexts();
  return (
    <ChoiceField
      label={t('editor.level')}
      hint={t('editor.levelHint')}
      value={layer.level}
      options={LEVELS.map(value => ({ value, label: t(`editor.levels.${value}`) }))}
      onChange={level => onChange({ ...layer, level })}
    />
  );
}

function PlaceFields({ layer, onChange }: Props) {
  const t = useTexts();
  const side = layer.kind === 'qr' ? 'side' : 'width';
  const wide = layer.kind === 'qr' ? layer.size : layer.width;
  const widen = (value: number) =>
    onChange(layer.kind === 'qr' ? { ...layer, size: value } : { ...layer, width: value });
  return (
    <div className={styles.row}>
      <NumberField
        label={t('editor.x')}
        value={layer.x}
        min={-4_000}
        onChange={x => onChange({ ...layer, x })}
      />
      <NumberField
        label={t('editor.y')}
        value={layer.y}
        min={-4_000}
        onChange={y => onChange({ ...layer, y })}
      />
      <NumberField
        label={t(`editor.${side}`)}
        value={wide}
        min={layer.kind === 'qr' ? 80 : 1}
        max={2_480}
        onChange={widen}
      />
      {'height' in layer && (
        <NumberField
          label={t('editor.height')}
          value={layer.height}
          min={1}
          max={3_508}
          onChange={height => onChange({ ...layer, height })}
        />
      )}
    </div>
  );
}
