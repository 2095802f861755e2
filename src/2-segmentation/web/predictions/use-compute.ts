import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { formatCount } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';

type Run = { outcome: string; people: number; changed: number };

/** Trains and predicts anew, with another discount rate when one is given. */
export function useCompute() {
  const t = useTexts();
  const notify = useNotify();
  const act = (asked: { discount?: number }, key: string) =>
    api.post<Run>('/predictions/compute', asked, { key });
  return useWrite(act, {
    refresh: ['/predictions', '/customers', '/segments'],
    onDone: ({ outcome, people, changed }) => {
      const values = { people: formatCount(people), changed: formatCount(changed) };
      // A refusal stands on the page, with its reason.
      if (outcome === 'fitted') notify.done(t('predictions.computed', values));
    },
  });
}
