import { Button } from 'antd';
import { useState } from 'react';
import { useTexts } from '../texts/index.ts';
import { ColumnLine, ColumnsHead } from './ColumnLine.tsx';
import type { Inspection } from './import.ts';
import styles from './imports.module.css';

type Props = { inspection: Inspection; columns: Inspection['recognised'][number]['columns'] };

/** The columns of a known file: what each is taken for, with its first values; the others are left out. */
export function KnownColumns({ inspection, columns }: Props) {
  const t = useTexts();
  const [isWhole, setWhole] = useState(false);
  const nameOf = (field: string) => inspection.fields.find(one => one.field === field)?.name ?? field;
  const taken = new Map(columns.map(({ column, field }) => [column, nameOf(field)]));
  const all = inspection.header.map((_, place) => place);
  const left = all.filter(place => !taken.has(place));
  const shown = isWhole ? all : all.filter(place => taken.has(place));
  return (
    <>
      <ul className={styles.columns} aria-label={t('imports.columns')}>
        <ColumnsHead />
        {shown.map(place => (
          <ColumnLine key={place} inspection={inspection} place={place}>
            {taken.get(place) ?? <span className={styles.faint}>{t('imports.leftOut')}</span>}
          </ColumnLine>
        ))}
      </ul>
      {left.length > 0 && (
        <div>
          <Button type="link" className={styles.flat ?? ''} onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('fewer') : t('imports.othersLeftOut', { count: left.length })}
          </Button>
        </div>
      )}
    </>
  );
}
