import { Checkbox, Segmented, Select } from 'antd';
import { useTexts } from '../texts/index.ts';
import type { ColumnsProps } from './ChooseColumns.tsx';
import { ColumnLine, ColumnsHead } from './ColumnLine.tsx';
import { changeKind, nameColumn } from './draft.ts';
import { type Field, type Kind, TIMES } from './fields.ts';
import styles from './imports.module.css';
import { ReadingChoices } from './ReadingChoices.tsx';

const KINDS: readonly Kind[] = ['orders', 'refunds', 'customers'];
const TIME_FORMATS = ['yyyyMMdd', 'yyyy/M/d H:mm', 'd/M/yyyy H:mm', 'M/d/yyyy H:mm'];

/** What each column of an unknown file means, beginning with the guesses. */
export function NamedColumns(props: ColumnsProps) {
  const t = useTexts();
  const { inspection, draft, onChange } = props;
  return (
    <>
      <div className={styles.line}>
        <Segmented
          aria-label={t('imports.kind')}
          value={draft.kind}
          options={KINDS.map(value => ({ value, label: t(`imports.kinds.${value}`) }))}
          onChange={kind => onChange(changeKind(draft, kind, inspection.fields))}
        />
        <Checkbox
          checked={!draft.hasHeader}
          onChange={event => onChange({ ...draft, hasHeader: !event.target.checked })}
        >
          {t('imports.noHeader')}
        </Checkbox>
        {draft.kind === 'orders' && (
          <Checkbox
            checked={draft.autoOrderNo}
            onChange={event => onChange({ ...draft, autoOrderNo: event.target.checked })}
          >
            {t('imports.autoOrderNo')}
          </Checkbox>
        )}
      </div>
      <ul className={styles.columns} aria-label={t('imports.columns')}>
        <ColumnsHead />
        {inspection.header.map((name, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place; names may come twice
          <ColumnLine key={place} inspection={inspection} place={place} hasHeader={draft.hasHeader}>
            <Meaning {...props} place={place} name={draft.hasHeader ? name : ''} />
          </ColumnLine>
        ))}
      </ul>
      <ReadingChoices {...props} />
    </>
  );
}

type MeaningProps = ColumnsProps & { place: number; name: string };

function Meaning({ inspection, draft, onChange, place, name }: MeaningProps) {
  const t = useTexts();
  const field = draft.columns[place];
  const fields = inspection.fields.filter(({ kinds }) => kinds.includes(draft.kind));
  const label = t('imports.meaningOf', { column: name || t('imports.columnNo', { number: place + 1 }) });
  return (
    <>
      <Select
        aria-label={label}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('imports.leftOut')}
        options={fields.map(one => ({ value: one.field, label: one.name }))}
        value={field ?? null}
        onChange={next => onChange(nameColumn(draft, place, (next as Field | null) ?? undefined))}
      />
      {field && TIMES.includes(field) && (
        <Select
          aria-label={t('imports.timeFormat')}
          options={[
            { value: '', label: t('imports.timeAuto') },
            ...TIME_FORMATS.map(value => ({ value, label: value })),
          ]}
          value={draft.timeFormats[place] ?? ''}
          onChange={format => onChange({ ...draft, timeFormats: { ...draft.timeFormats, [place]: format } })}
        />
      )}
    </>
  );
}
