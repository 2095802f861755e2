import { App, Button } from 'antd';
import { useWebTexts } from '../i18n/i18n.ts';
import { CopyText } from './CopyText.tsx';
import { useProblemWords } from './ErrorState.tsx';

export type Notify = {
  /** Something is done. With `undo` it can be taken back for eight seconds. */
  done(text: string, undo?: () => Promise<unknown>): void;
  /** Something the user asked for did not happen. */
  problem(error: unknown): void;
};

/** Short words at the edge of the screen, for what happened away from where one looks. */
export function useNotify(): Notify {
  const t = useWebTexts();
  const { message, notification } = App.useApp();
  const problem = (error: unknown) =>
    notification.error({
      title: <ProblemTitle error={error} />,
      description: <ProblemDetail error={error} />,
    });
  const done = (text: string, undo?: () => Promise<unknown>) => {
    if (!undo) {
      void message.success(text);
      return;
    }
    const key = `undo ${text}`;
    const takeBack = () => {
      message.destroy(key);
      undo().then(() => message.success(t('notify.undone')), problem);
    };
    const content = (
      <>
        {text}
        <Button type="link" size="small" onClick={takeBack}>
          {t('notify.undo')}
        </Button>
      </>
    );
    void message.open({ key, type: 'success', duration: 8, content });
  };
  return { done, problem };
}

function ProblemTitle({ error }: { error: unknown }) {
  return useProblemWords(error).title;
}

function ProblemDetail({ error }: { error: unknown }) {
  const { detail, requestId } = useProblemWords(error);
  return (
    <>
      <p>{detail}</p>
      {requestId && <CopyText text={requestId} />}
    </>
  );
}
