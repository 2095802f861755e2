import { useNavigate } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { Facts } from '#web/kit/Facts.tsx';
import { formatCount, formatInstant } from '#web/kit/format.ts';
import { Notice } from '#web/kit/Notice.tsx';
import { PageLink } from '#web/kit/PageLink.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { Issues } from './Issues.tsx';
import type { ImportResult, ImportRow } from './import.ts';
import styles from './imports.module.css';
import { Sentences } from './Sentences.tsx';

/** What came of an import: whom it brought, what was left out, and the way back. */
export function ImportOutcome({ row }: { row: ImportRow }) {
  const t = useTexts();
  const navigate = useNavigate();
  const { result } = row;
  return (
    <div className={styles.outcome}>
      {row.status === 'undone' && result?.undone && <Undone undone={result.undone} />}
      {result && row.status === 'done' && <Sentences result={result} />}
      <div className={styles.line}>
        {row.status === 'done' && (result?.customers.added ?? 0) > 0 && (
          <Button
            type="primary"
            onClick={() => void navigate({ to: '/customers', search: { import: row.id } as never })}
          >
            {t('imports.seeNew', { count: formatCount(result?.customers.added ?? 0) })}
          </Button>
        )}
        <Button onClick={() => void navigate({ to: '/imports/new' })}>{t('imports.another')}</Button>
        {row.status === 'done' && result && <Undo row={row} result={result} />}
      </div>
      <Facts
        facts={[
          { key: 'shop', label: t('imports.shop'), value: row.shop?.name ?? '–' },
          { key: 'format', label: t('imports.format'), value: row.formatName || '–' },
          { key: 'at', label: t('imports.at'), value: formatInstant(row.finishedAt ?? row.createdAt) },
        ]}
      />
      {row.status === 'done' && <Issues row={row} />}
      <PageLink to="/imports">{t('imports.toList')}</PageLink>
    </div>
  );
}

/** Takes the import back, after saying what that does. */
function Undo({ row, result }: { row: ImportRow; result: ImportResult }) {
  const t = useTexts();
  const notify = useNotify();
  const { modal } = App.useApp();
  const undo = useWrite((_: undefined, key) => api.post<ImportRow>(`/imports/${row.id}/undo`, {}, { key }), {
    refresh: [`/imports/${row.id}`, '/imports', '/customers'],
    onProblem: notify.problem,
  });
  const said = {
    added: formatCount(result.orders.added),
    changed: formatCount(result.orders.changed),
    customers: formatCount(result.customers.added),
  };
  const ask = () =>
    void modal.confirm({
      title: t('imports.undoTitle'),
      content: t('imports.undoMeans', said),
      okText: t('imports.undo'),
      okButtonProps: { danger: true },
      icon: null,
      onOk: () => undo.run(undefined),
    });
  return (
    <Button danger type="text" loading={undo.isRunning} onClick={ask}>
      {t('imports.undo')}
    </Button>
  );
}

function Undone({ undone }: { undone: NonNullable<ImportResult['undone']> }) {
  const t = useTexts();
  const said = {
    removed: formatCount(undone.ordersRemoved),
    restored: formatCount(undone.ordersRestored),
    customers: formatCount(undone.customersRemoved),
  };
  return (
    <Notice title={t('imports.undoneTitle')}>
      {t('imports.undoneWhat', said)}
      {undone.customersKept > 0 && t('imports.undoneKept', { kept: formatCount(undone.customersKept) })}
    </Notice>
  );
}
