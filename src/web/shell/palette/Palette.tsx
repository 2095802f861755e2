import { SearchOutlined } from '@ant-design/icons';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useWebTexts } from '../../i18n/i18n.ts';
import { parseSearch } from '../../url/search.ts';
import styles from './Palette.module.css';
import { Results } from './Results.tsx';
import { type Item, optionId, recall, remember } from './search-items.ts';
import { RECENT, useGroups } from './use-items.ts';

/** ⌘K: one field that finds people, pages and actions. A native dialog, so focus and Escape are the browser's. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useWebTexts();
  const dialog = useRef<HTMLDialogElement>(null);
  const listId = useId();
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const groups = useGroups(query);
  const items = groups.flatMap(group => group.items);
  const active = items[Math.min(at, items.length - 1)];
  const open = useOpen(onClose);
  useEffect(() => dialog.current?.showModal(), []);
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const next = step(event.key, at, items.length);
    if (next !== undefined) {
      event.preventDefault();
      setAt(next);
    }
    if (event.key === 'Enter' && active) open(active, event.metaKey || event.ctrlKey);
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the dialog closes it; the keyboard has Escape
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-label={t('palette.title')}
      onClose={onClose}
      onClick={event => event.target === dialog.current && onClose()}
    >
      <div className={styles.sheet}>
        <div className={styles.field}>
          <SearchOutlined />
          <input
            autoFocus
            role="combobox"
            aria-expanded="true"
            aria-controls={listId}
            aria-activedescendant={active && optionId(listId, active)}
            aria-label={t('palette.placeholder')}
            placeholder={t('palette.placeholder')}
            autoComplete="off"
            spellCheck={false}
            value={query}
            onKeyDown={onKey}
            onChange={event => {
              setQuery(event.target.value);
              setAt(0);
            }}
          />
          <button type="button" className={styles.close} onClick={onClose}>
            {t('cancel')}
          </button>
        </div>
        <Results id={listId} groups={groups} active={active} query={query} onOpen={open} />
        <footer className={styles.keys} aria-hidden="true">
          <kbd>↑↓</kbd> {t('palette.hintMove')} <kbd>↵</kbd> {t('palette.hintOpen')} <kbd>esc</kbd>{' '}
          {t('palette.hintClose')}
        </footer>
      </div>
    </dialog>
  );
}

function step(key: string, at: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowDown') return (at + 1) % count;
  if (key === 'ArrowUp') return (at - 1 + count) % count;
  return undefined;
}

function useOpen(onClose: () => void): (item: Item, inNewTab?: boolean) => void {
  const navigate = useNavigate();
  return ({ key, to, run }, inNewTab = false) => {
    onClose();
    run?.();
    if (to === undefined) return;
    if (inNewTab) {
      window.open(to, '_blank');
      return;
    }
    if (key === to)
      localStorage.setItem(RECENT, JSON.stringify(remember(recall(localStorage.getItem(RECENT)), to)));
    const [path = '/', query = ''] = to.split('?');
    void navigate({ to: path, search: parseSearch(query) as never });
  };
}
