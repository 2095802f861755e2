import { useState } from 'react';
import { EditorButtons, EditorFrame, EditorRefusal } from '#web/kit/EditorFrame.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import type { Layer, Poster } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { BasicsFields } from './BasicsFields.tsx';
import { type Draft, missingIn } from './draft.ts';
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
  const missing = missingIn(draft);
  const at = missing && 'at' in missing ? missing.at : 0;
  return (
    <EditorFrame
      isWritten={draft !== begun.draft}
      aside={<Preview {...section} />}
      asideLabel={t('editor.preview')}
      foot={
        <>
          <EditorRefusal
            problem={save.problem}
            late="poster_changed_meanwhile"
            theirs={poster && `/posters/${poster.id}`}
            isRunning={save.isRunning}
            onOverwrite={() => save.overwrite(draft)}
          />
          <EditorButtons
            missing={missing && t(`editor.missing.${missing.what}`, { at })}
            act={t(poster ? 'editor.save' : 'editor.create')}
            isRunning={save.isRunning}
            onAct={() => save.run(draft, begun.version)}
          />
        </>
      }
    >
      <Panel title={t('editor.basics')}>
        <BasicsFields {...section} />
      </Panel>
      <Panel title={t('editor.layers')}>
        <Layers {...section} />
      </Panel>
    </EditorFrame>
  );
}
