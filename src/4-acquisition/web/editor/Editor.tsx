import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useWebTexts } from '#web/i18n/i18n.ts';
import { Leaving } from '#web/kit/Leaving.tsx';
import { Panel } from '#web/kit/Panel.tsx';
import type { Code } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { BasicsFields } from './BasicsFields.tsx';
import { DryRun } from './DryRun.tsx';
import { type Draft, missingIn } from './draft.ts';
import styles from './Editor.module.css';
import { PlanFields } from './PlanFields.tsx';
import { Refusal } from './Refusal.tsx';
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
  return (
    <div className={styles.editor}>
      <Leaving isWritten={draft !== begun} />
      <div className={styles.fields}>
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
      </div>
      <aside className={styles.aside} aria-label={t('dryRun.title')}>
        <DryRun draft={draft} codeId={code?.id} />
      </aside>
      <div className={styles.foot}>
        <Refusal save={save} draft={draft} code={code} />
        <Foot draft={draft} code={code} save={save} />
      </div>
    </div>
  );
}

type FootProps = { draft: Draft; code: Code | undefined; save: ReturnType<typeof useSave> };

function Foot({ draft, code, save }: FootProps) {
  const t = useTexts();
  const web = useWebTexts();
  const navigate = useNavigate();
  const missing = missingIn(draft);
  const at = missing && 'at' in missing ? missing.at : 0;
  return (
    <div className={styles.buttons}>
      <span className={styles.missing}>
        {missing && web('wizard.missing', { what: t(`editor.missing.${missing.what}`, { at }) })}
      </span>
      <Button
        type="text"
        onClick={() => void navigate({ to: code ? `/live-codes/${code.id}` : '/live-codes' })}
      >
        {web('cancel')}
      </Button>
      <Button
        type="primary"
        disabled={missing !== undefined}
        loading={save.isRunning}
        onClick={() => save.run(draft)}
      >
        {t(code ? 'editor.save' : 'editor.create')}
      </Button>
    </div>
  );
}
