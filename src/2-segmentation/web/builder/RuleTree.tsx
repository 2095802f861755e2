import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { MOD } from '#web/kit/use-hotkey.ts';
import { useTexts } from '../texts/index.ts';
import { GroupBox } from './GroupBox.tsx';
import styles from './RuleTree.module.css';
import { TreeContext } from './tree-context.ts';
import type { Draft } from './use-draft.ts';
import type { SegmentFault } from './use-refusal.ts';

type Props = {
  draft: Draft;
  isLoud: boolean;
  /** Conditions the server could not accept. */
  refusals: ReadonlyMap<number, SegmentFault>;
  selfId: string | undefined;
};

/** The rule as a tree one can edit, by mouse, by finger and by keyboard. */
export function RuleTree({ draft, isLoud, refusals, selfId }: Props) {
  const t = useTexts();
  const place = useRef<HTMLElement>(null);
  const focusOn = useFocusOn(place);
  const { root, change } = draft;
  const faults = useMemo(
    () => new Map([...draft.faults.map(({ key, code }) => [key, code] as const), ...refusals]),
    [draft.faults, refusals],
  );
  const tree = useMemo(
    () => ({ root, change, faults, isLoud, selfId, focusOn }),
    [root, change, faults, isLoud, selfId, focusOn],
  );
  return (
    <TreeContext value={tree}>
      <section ref={place} className={styles.tree} aria-label={t('build.tree')}>
        <GroupBox group={root} parent={undefined} />
        {root.branches.length > 0 && <p className={styles.keyboard}>{t('build.keyboard', { mod: MOD })}</p>}
      </section>
    </TreeContext>
  );
}

/** After an edit the node somebody worked on may stand elsewhere, or be new: focus follows it. */
function useFocusOn(place: React.RefObject<HTMLElement | null>): (key: number | undefined) => void {
  const [wanted, setWanted] = useState<{ key: number }>();
  useEffect(() => {
    if (!wanted) return;
    const node = place.current?.querySelector(`[data-node="${wanted.key}"]`);
    const control = node?.querySelector<HTMLElement>('input:not([disabled]), button:not([disabled])');
    control?.focus({ preventScroll: true });
    node?.scrollIntoView({ block: 'nearest' });
  }, [wanted, place]);
  return useCallback(key => setWanted(key === undefined ? undefined : { key }), []);
}
