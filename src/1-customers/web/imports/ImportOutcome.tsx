import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { Facts } from '#web/kit/Facts.tsx';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useTexts } from '../texts/index.ts';
import { Issues } from './Issues.tsx';
import type { ImportRow } from './import.ts';
import styles from './imports.module.css';
import { Sentences } from './Sentences.tsx';
import { undoneWords } from './sentences.ts';
import { UndoImport } from './UndoImport.tsx';

/** What came of an import: whom it brought, what was left out, and the way back. */
export function ImportOutcome({ row }: { row: ImportRow }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { result, status } = row;
  const newPeople = status === 'done' ? (result?.customers.added ?? 0) : 0;
  return (
    <div className={styles.outcome}>
      {status === 'undone' && result?.undone && (
        <Notice title={t('imports.undoneTitle')}>{undoneWords(result.undone, t)}</Notice>
      )}
      {row.failure && (
        <Notice kind="stop" title={t('imports.undoFailed')}>
          {row.failure}
        </Notice>
      )}
      {result && status === 'done' && <Sentences row={row} result={result} />}
      {status === 'done' && row.erasedRows > 0 && (
        <Notice title={t('rights.import.title', { count: row.erasedRows })}>{t('rights.import.what')}</Notice>
      )}
      <div className={styles.line}>
        {newPeople > 0 && (
          <Button
            type="primary"
            onClick={() => void navigate({ to: '/customers', search: { import: row.id } as never })}
          >
            {t('imports.seeNew', { count: formatCount(newPeople) })}
          </Button>
        )}
        <Button onClick={() => void navigate({ to: '/imports/new' })}>{t('imports.another')}</Button>
        {status === 'done' && result && <UndoImport row={row} result={result} />}
      </div>
      <Facts
        facts={[
          { key: 'shop', label: t('imports.shop'), value: row.shop?.name ?? '–' },
          { key: 'format', label: t('imports.format'), value: row.formatName || '–' },
          { key: 'at', label: t('imports.at'), value: formatInstant(row.finishedAt ?? row.createdAt) },
        ]}
      />
      {status === 'done' && <Issues row={row} />}
      <PageLink to="/imports">{t('imports.toList')}</PageLink>
    </div>
  );
}
