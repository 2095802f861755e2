import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { ActModal } from '../ActModal.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import type { ImportResult, ImportRow } from './import.ts';
import styles from './imports.module.css';
import { undoLines } from './sentences.ts';

type Props = { row: ImportRow; result: ImportResult };

/** Takes the import back, after saying what goes, what stays, and that it can be imported again. */
export function UndoImport({ row, result }: Props) {
  const t = useTexts();
  const [isAsking, setAsking] = useState(false);
  const again = useRefresh();
  const lines = undoLines(result, t);
  if (lines.length === 0) return null;
  const undo = async () => {
    await api.post<ImportRow>(`/imports/${row.id}/undo`);
    await again(`/imports/${row.id}`, '/imports', '/customers');
  };
  return (
    <>
      <Button danger type="text" onClick={() => setAsking(true)}>
        {t('imports.undo')}
      </Button>
      {isAsking && (
        <ActModal
          title={t('imports.undoTitle')}
          act={t('imports.undo')}
          isDanger
          onAct={undo}
          onClose={() => setAsking(false)}
        >
          <ul className={styles.undo}>
            {lines.map(line => (
              <li key={line}>{line}</li>
            ))}
          </ul>
          <p className={styles.faint}>{t('imports.undoAfter')}</p>
        </ActModal>
      )}
    </>
  );
}
