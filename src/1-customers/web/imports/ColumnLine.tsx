import type { ReactNode } from 'react';
import { useTexts } from '../texts/index.ts';
import type { Inspection } from './import.ts';
import styles from './imports.module.css';

type Props = { inspection: Inspection; place: number; hasHeader?: boolean; children: ReactNode };

const SHOWN = 3;

/** One column of the file: its name, its first values, and what it means. */
export function ColumnLine({ inspection, place, hasHeader = true, children }: Props) {
  const t = useTexts();
  const { header, sample } = inspection;
  const name = hasHeader ? header[place]?.trim() : '';
  const rows = hasHeader ? sample : [header, ...sample];
  const values = [...new Set(rows.map(row => row[place]?.trim() ?? '').filter(Boolean))].slice(0, SHOWN);
  return (
    <li className={styles.column}>
      <span className={styles.columnName}>{name || t('imports.columnNo', { number: place + 1 })}</span>
      <span className={styles.values}>{values.map(brief).join(t('and')) || t('imports.noValues')}</span>
      <span className={styles.meaning}>{children}</span>
    </li>
  );
}

function brief(value: string): string {
  return value.length > 24 ? `${value.slice(0, 24)}…` : value;
}

/** What stands where in the lines below. */
export function ColumnsHead() {
  const t = useTexts();
  return (
    <li className={`${styles.column} ${styles.columnsHead}`} aria-hidden="true">
      <span>{t('imports.columns')}</span>
      <span>{t('imports.firstValues')}</span>
      <span>{t('imports.meaning')}</span>
    </li>
  );
}
