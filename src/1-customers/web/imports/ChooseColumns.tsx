import { Radio, Segmented } from 'antd';
import { useTexts } from '../texts/index.ts';
import type { Draft } from './draft.ts';
import type { Inspection } from './import.ts';
import styles from './imports.module.css';
import { KnownColumns } from './KnownColumns.tsx';
import { NamedColumns } from './NamedColumns.tsx';

export type ColumnsProps = {
  inspection: Inspection;
  draft: Draft;
  onChange: (draft: Draft) => void;
};

type Props = ColumnsProps & { onSheet: (sheet: string) => void };

/** What the file is: a format Siyu knows, or what each column means by hand. */
export function ChooseColumns({ inspection, draft, onChange, onSheet }: Props) {
  const t = useTexts();
  const usable = inspection.recognised.filter(one => one.missing.length === 0);
  const known = usable.find(one => one.format === draft.format);
  return (
    <div className={styles.stack}>
      {inspection.sheets.length > 1 && <Sheets of={inspection} onSheet={onSheet} />}
      {usable.length > 0 ? (
        <Radio.Group
          vertical
          aria-label={t('imports.format')}
          value={draft.format}
          onChange={event => onChange({ ...draft, format: event.target.value })}
          options={[
            ...usable.map(({ format, name }) => ({ value: format, label: t('imports.isFormat', { name }) })),
            { value: 'mapped', label: t('imports.sayMyself') },
          ]}
        />
      ) : (
        <Unknown inspection={inspection} />
      )}
      {known ? (
        <KnownColumns inspection={inspection} columns={known.columns} />
      ) : (
        <NamedColumns inspection={inspection} draft={draft} onChange={onChange} />
      )}
    </div>
  );
}

/** Which sheet of a workbook; one at a time. */
function Sheets({ of: { sheet, sheets }, onSheet }: { of: Inspection; onSheet: (sheet: string) => void }) {
  const t = useTexts();
  return (
    <div className={styles.sheets}>
      <div className={styles.line}>
        <span>{t('imports.sheet')}</span>
        <Segmented aria-label={t('imports.sheet')} value={sheet ?? ''} options={sheets} onChange={onSheet} />
      </div>
      <p className={styles.faint}>{t('imports.sheetWhat')}</p>
    </div>
  );
}

/** Why the file was not recognised, as far as that can be said. */
function Unknown({ inspection }: { inspection: Inspection }) {
  const t = useTexts();
  const [nearest] = inspection.recognised;
  if (!nearest) return <p>{t('imports.unknown')}</p>;
  return <p>{t('imports.incomplete', { name: nearest.name, columns: nearest.missing.join(t('and')) })}</p>;
}
