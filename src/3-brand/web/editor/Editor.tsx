import { Button } from 'antd';
import { useState } from 'react';
import { ApiProblem } from '#web/api/problem.ts';
import { useWebTexts } from '#web/i18n/i18n.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Leaving } from '#web/kit/Leaving.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import type { Layer, Poster } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { BasicsFields } from './BasicsFields.tsx';
import { type Draft, missingIn } from './draft.ts';
import styles from './Editor.module.css';
import { Layers } from './Layers.tsx';
import { Preview } from './Preview.tsx';
import { useSave } from './use-save.ts';

export type SectionProps = {
  draft: Draft;
  change: (patch: Partial<Draft>) => void;
  /** The layer that is worked on, by its key. */
  selected: string | undefined;
  select: (key: string | undefined) => void;
  changeLayer: (key: string, layer: Layer) => void;
};

/** A poster, new or changed, on one page; beside it how it looks as it is written right now. */
export function Editor({ initial, poster }: { initial: Draft; poster?: Poster }) {
  const t = useTexts();
  const [begun, begin] = useState({ draft: initial, version: poster?.version });
  const [draft, setDraft] = useState(begun.draft);
  const [selected, select] = useState<string>();
  const change = (patch: Partial<Draft>) => setDraft(now => ({ ...now, ...patch }));
  const changeLayer = (key: string, layer: Layer) =>
    setDraft(now => ({ ...now, layers: now.layers.map(one => (one.key === key ? { key, layer } : one)) }));
  const section = { draft, change, selected, select, changeLayer };
  const save = useSave(poster, (kept, version) => begin({ draft: kept, version }));
  return (
    <div className={styles.editor}>
      <Leaving isWritten={draft !== begun.draft} />
      <div className={styles.fields}>
        <Panel title={t('editor.basics')}>
          <BasicsFields {...section} />
        </Panel>
        <Panel title={t('editor.layers')}>
          <Layers {...section} />
        </Panel>
      </div>
      <aside className={styles.aside} aria-label={t('editor.preview')}>
        <Preview {...section} />
      </aside>
      <div className={styles.foot}>
        <Refusal save={save} draft={draft} poster={poster} />
        <Foot draft={draft} poster={poster} save={save} version={begun.version} />
      </div>
    </div>
  );
}

type FootProps = { draft: Draft; poster: Poster | undefined; save: ReturnType<typeof useSave> };

function Foot({ draft, poster, save, version }: FootProps & { version: number | undefined }) {
  const t = useTexts();
  const web = useWebTexts();
  const missing = missingIn(draft);
  const at = missing && 'at' in missing ? missing.at : 0;
  return (
    <div className={styles.buttons}>
      <span className={styles.missing}>
        {missing && web('wizard.missing', { what: t(`editor.missing.${missing.what}`, { at }) })}
      </span>
      <Button
        type="primary"
        disabled={missing !== undefined}
        loading={save.isRunning}
        onClick={() => save.run(draft, version)}
      >
        {t(poster ? 'editor.save' : 'editor.create')}
      </Button>
    </div>
  );
}

/** Why it was not saved. Where somebody else was quicker one can look at theirs, and then still save one's own. */
function Refusal({ save, draft, poster }: FootProps) {
  const t = useTexts();
  const { title, detail } = useProblemWords(save.problem);
  if (!save.problem) return null;
  const isLate = save.problem instanceof ApiProblem && save.problem.body.code === 'poster_changed_meanwhile';
  const actions = isLate && poster && (
    <>
      <Button size="small" href={`/posters/${poster.id}`} target="_blank">
        {t('editor.lookAtTheirs')}
      </Button>
      <Button size="small" onClick={() => save.overwrite(draft)} loading={save.isRunning}>
        {t('editor.saveMine')}
      </Button>
    </>
  );
  return (
    <div className={styles.refusal}>
      <Notice kind="stop" title={title} actions={actions}>
        {detail}
      </Notice>
    </div>
  );
}
