import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useWebTexts } from '../../i18n/i18n.ts';
import type { Search, Value } from '../../url/search.ts';
import { formatCount } from '../format.ts';
import { cleared, type Filter, onlyFilters } from './filters.ts';
import styles from './SavedViews.module.css';

const SaveView = lazy(() => import('./SaveView.tsx'));

export type SavedView<V> = {
  key: string;
  name: string;
  /** The filters it stands for; `{}` is everything. */
  value: Value<V>;
  /** How many it finds now. */
  count?: number | undefined;
  /** Made by the member, who may delete it. */
  isOwn?: boolean;
};

type Props<V> = {
  views: readonly SavedView<V>[];
  search: Search<V>;
  filters: readonly Filter<NoInfer<V>>[];
  value: Value<V>;
  onPick: (patch: Value<V>) => void;
  /** Stores the filters shown under a name. Absent: views cannot be saved. */
  onSave?: (name: string, value: Value<V>) => Promise<unknown>;
  onDelete?: (view: SavedView<V>) => void;
};

/**
 * Saved views as tabs with counts. A view is nothing but filters: the tab is marked when the filters shown are its
 * own, however they came about; when they are nobody's, they can be saved.
 */
export function SavedViews<V>({ views, search, filters, value, onPick, onSave, onDelete }: Props<V>) {
  const t = useWebTexts();
  const [isSaving, setSaving] = useState(false);
  const now = onlyFilters(filters, value);
  const current = views.find(view => search.same(onlyFilters(filters, view.value), now));
  return (
    <nav className={styles.views} aria-label={t('views.label')}>
      {views.map(view => (
        <span key={view.key} className={styles.view} data-current={view === current}>
          <button
            type="button"
            aria-current={view === current || undefined}
            onClick={() => onPick({ ...cleared(filters), ...view.value })}
          >
            {view.name}
            {view.count !== undefined && <span className={styles.count}>{formatCount(view.count)}</span>}
          </button>
          {view.isOwn && view === current && onDelete && <DeleteView view={view} onDelete={onDelete} />}
        </span>
      ))}
      {!current && onSave && (
        <Button type="link" size="small" icon={<PlusOutlined />} onClick={() => setSaving(true)}>
          {t('views.save')}
        </Button>
      )}
      {isSaving && onSave && (
        <Suspense fallback={null}>
          <SaveView onSave={name => onSave(name, now)} onClose={() => setSaving(false)} />
        </Suspense>
      )}
    </nav>
  );
}

type DeleteProps<V> = { view: SavedView<V>; onDelete: (view: SavedView<V>) => void };

function DeleteView<V>({ view, onDelete }: DeleteProps<V>) {
  const t = useWebTexts();
  const { modal } = App.useApp();
  const ask = () =>
    void modal.confirm({
      title: t('views.deleteAsk', { name: view.name }),
      content: t('views.deleteWhat'),
      okText: t('views.deleteDo'),
      icon: null,
      onOk: () => onDelete(view),
    });
  return (
    <button
      type="button"
      className={styles.delete}
      aria-label={t('views.delete', { name: view.name })}
      onClick={ask}
    >
      <CloseOutlined />
    </button>
  );
}
