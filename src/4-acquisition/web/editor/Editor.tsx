import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { EditorButtons, EditorFrame, EditorRefusal } from '#web/kit/EditorFrame.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import type { Code } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { BasicsFields } from './BasicsFields.tsx';
import { DryRun } from './DryRun.tsx';
import { type Draft, missingIn } from './draft.ts';
import { PlanFields } from './PlanFields.tsx';
import { TagFields } from './TagFields.tsx';
import { useSave } from './use-save.ts';
import { WelcomeFields } from './WelcomeFields.tsx';

export type SectionProps = { draft: Draft; change: (patch: Partial<Draft>) => void; code?: Code | undefined };

/** A code, new or changed, on one page; beside it whom a scan would reach, as it is written right now. */
export function Editor({ initial, code }: { initial: Draft; code?: Code }) {
  const t = useTexts();
  const [begun] = useState(initial);
  const [draft, setDraft] = useState(begun);
  const change = (patch: Partial<Draft>) => setDraft(now => ({ ...now, ...patch }));
  const section = { draft, change, code };
  const save = useSave(code);
  const navigate = useNavigate();
  const missing = missingIn(draft);
  const at = missing && 'at' in missing ? missing.at : 0;
  const page = code ? `/live-codes/${code.id}` : '/live-codes';
  return (
    <EditorFrame
      isWritten={draft !== begun}
      aside={<DryRun draft={draft} codeId={code?.id} />}
      asideLabel={t('dryRun.title')}
      asideBelow={2}
      foot={
        <>
          <EditorRefusal
            problem={save.problem}
            late="code_changed_meanwhile"
            theirs={code && page}
            isRunning={save.isRunning}
            onOverwrite={() => save.overwrite(draft)}
          />
          <EditorButtons
            missing={missing && t(`editor.missing.${missing.what}`, { at })}
            act={t(code ? 'editor.save' : 'editor.create')}
            isRunning={save.isRunning}
            onAct={() => save.run(draft)}
            onCancel={() => void navigate({ to: page })}
          />
        </>
      }
    >
      <Panel title={t('editor.basics')}>
        <BasicsFields {...section} />
      </Panel>
      <Panel title={t('editor.plan')}>
        <PlanFields {...section} />
      </Panel>
      <Panel title={t('editor.welcome')}>
        <WelcomeFields {...section} />
      </Panel>
      <Panel title={t('editor.after')}>
        <TagFields {...section} />
      </Panel>
    </EditorFrame>
  );
}
