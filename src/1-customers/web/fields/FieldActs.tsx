import { ArrowDownOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { api } from '#web/api/api.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import styles from './Fields.module.css';
import type { FieldView } from './fields.ts';

type Props = { field: FieldView; fields: readonly FieldView[]; onClose: () => void };

/** Where a field stands, and whether it is used at all. */
export function FieldActs({ field, fields, onClose }: Props) {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [problem, setProblem] = useState<unknown>();
  const words = useProblemWords(problem);
  const inUse = fields.filter(one => one.archivedAt === null);
  const at = inUse.findIndex(one => one.id === field.id);
  const act = (does: () => Promise<unknown>, done?: string) => () => {
    setProblem(undefined);
    does().then(async () => {
      await again('/customer-fields', '/rules/vocabulary');
      if (done === undefined) return;
      notify.done(done);
      onClose();
    }, setProblem);
  };
  const move = (to: number) => {
    const ids = inUse
      .map(({ id }) => id)
      .toSpliced(at, 1)
      .toSpliced(to, 0, field.id);
    return act(() => api.post('/customer-fields/order', { ids }));
  };
  const archive = (archived: boolean) =>
    act(
      () => api.patch(`/customer-fields/${field.id}`, { archived }),
      t(archived ? 'fields.page.archivedNow' : 'fields.page.restoredNow', { name: field.name }),
    );
  return (
    <div>
      <div className={styles.acts}>
        {field.archivedAt === null && (
          <>
            <Button icon={<ArrowUpOutlined />} disabled={at <= 0} onClick={move(at - 1)}>
              {t('fields.page.up')}
            </Button>
            <Button icon={<ArrowDownOutlined />} disabled={at >= inUse.length - 1} onClick={move(at + 1)}>
              {t('fields.page.down')}
            </Button>
          </>
        )}
        <Button danger={field.archivedAt === null} onClick={archive(field.archivedAt === null)}>
          {t(field.archivedAt === null ? 'fields.page.archive' : 'fields.page.restore')}
        </Button>
      </div>
      <span className={styles.hint}>{t('fields.page.archiveMeans')}</span>
      {problem !== undefined && (
        <Notice kind="stop" title={words.title}>
          {words.detail}
        </Notice>
      )}
    </div>
  );
}
