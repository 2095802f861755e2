import { Button } from 'antd';
import { ApiProblem } from '#web/api/problem.ts';
import { useProblemWords } from '#web/kit/ErrorState.tsx';
import { Notice } from '#web/kit/Notice.tsx';
import type { Code } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import type { Draft } from './draft.ts';
import type { useSave } from './use-save.ts';

type Props = { save: ReturnType<typeof useSave>; draft: Draft; code: Code | undefined };

/** Why it was not saved. Where somebody else was quicker one can look at theirs, and then still save one's own. */
export function Refusal({ save, draft, code }: Props) {
  const t = useTexts();
  const { title, detail } = useProblemWords(save.problem);
  if (!save.problem) return null;
  const isLate = save.problem instanceof ApiProblem && save.problem.body.code === 'code_changed_meanwhile';
  const faults = save.problem instanceof ApiProblem ? (save.problem.body.errors ?? []) : [];
  const actions = isLate && code && (
    <>
      <Button size="small" href={`/live-codes/${code.id}`} target="_blank">
        {t('editor.lookAtTheirs')}
      </Button>
      <Button size="small" onClick={() => save.overwrite(draft)} loading={save.isRunning}>
        {t('editor.saveMine')}
      </Button>
    </>
  );
  return (
    <Notice kind="stop" title={title} actions={actions}>
      {detail}
      {faults.map(fault => (
        <p key={`${fault.path} ${fault.code}`}>{fault.message}</p>
      ))}
    </Notice>
  );
}
