import { Radio } from 'antd';
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

/** What the file is: a format Siyu knows, or what each column means by hand. */
export function ChooseColumns({ inspection, draft, onChange }: ColumnsProps) {
  const t = useTexts();
  const usable = inspection.recognised.filter(one => one.missing.length === 0);
  const known = usable.find(one => one.format === draft.format);
  return (
    <div className={styles.stack}>
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

/** Why the file was not recognised, as far as that can be said. */
function Unknown({ inspection }: { inspection: Inspection }) {
  const t = useTexts();
  const [nearest] = inspection.recognised;
  if (!nearest) return <p>{t('imports.unknown')}</p>;
  return <p>{t('imports.incomplete', { name: nearest.name, columns: nearest.missing.join(t('and')) })}</p>;
}
