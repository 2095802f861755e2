import { Button } from 'antd';
import { useRef, useState } from 'react';
import { api } from '#web/api/api.ts';
import { useHotkey } from '#web/kit/use-hotkey.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import { useRefresh } from '../use-refresh.ts';
import { Pair } from './Pair.tsx';
import styles from './Queue.module.css';
import type { Suggestion } from './suggestion.ts';

type Decision = 'accept' | 'reject' | 'later';
const SAID = { accept: 'match.accepted', reject: 'match.rejected', later: 'match.putOff' } as const;

/** The pairs below each other; one of them is at hand and can be decided by a key. */
export function Queue({ rows, mayDecide }: { rows: readonly Suggestion[]; mayDecide: boolean }) {
  const t = useTexts();
  const list = useRef<HTMLOListElement>(null);
  const [at, setAt] = useState(0);
  const { decide, busy } = useDecide();
  const here = Math.min(at, rows.length - 1);
  const go = (to: number) => {
    const next = Math.max(0, Math.min(to, rows.length - 1));
    setAt(next);
    const item = list.current?.children[next];
    if (item instanceof HTMLElement) {
      item.focus({ preventScroll: true });
      item.scrollIntoView({ block: 'nearest' });
    }
  };
  const act = (decision: Decision) => {
    const row = rows[here];
    if (row && busy === undefined) decide(row.id, decision);
  };
  useHotkey('j', () => go(here + 1));
  useHotkey('k', () => go(here - 1));
  useHotkey('a', () => act('accept'), mayDecide);
  useHotkey('n', () => act('reject'), mayDecide);
  useHotkey('l', () => act('later'), mayDecide);
  return (
    <>
      {mayDecide && <p className={styles.keys}>{t('match.keys')}</p>}
      <ol ref={list} className={styles.queue} aria-label={t('match.label')}>
        {rows.map((row, i) => (
          <li key={row.id} tabIndex={-1} data-here={mayDecide && i === here} onFocus={() => setAt(i)}>
            <Pair
              of={row}
              actions={
                mayDecide && (
                  <div className={styles.actions}>
                    <Button type="primary" loading={busy === row.id} onClick={() => decide(row.id, 'accept')}>
                      {t('match.accept')}
                    </Button>
                    <Button disabled={busy === row.id} onClick={() => decide(row.id, 'reject')}>
                      {t('match.reject')}
                    </Button>
                    <Button type="text" disabled={busy === row.id} onClick={() => decide(row.id, 'later')}>
                      {t('match.later')}
                    </Button>
                  </div>
                )
              }
            />
          </li>
        ))}
      </ol>
    </>
  );
}

function useDecide() {
  const t = useTexts();
  const notify = useNotify();
  const again = useRefresh();
  const [busy, setBusy] = useState<string>();
  const decide = async (id: string, decision: Decision) => {
    setBusy(id);
    try {
      await api.post(`/merge-suggestions/${id}/decide`, { decision });
      notify.done(t(SAID[decision]));
    } catch (problem) {
      notify.problem(problem);
    }
    await again('/merge-suggestions', '/customers');
    setBusy(undefined);
  };
  return { decide: (id: string, decision: Decision) => void decide(id, decision), busy };
}
