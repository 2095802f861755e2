import { api } from '#web/api/api.ts';
import { ApiProblem } from '#web/api/problem.ts';
import { useWrite } from '#web/api/queries.ts';
import { formatCount } from '#web/kit/format.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import { useTexts } from '../texts/index.ts';
import type { CutOffs } from './scores.ts';

type Run = { buyers: number; moved: number };

/** Computes the tiers anew, with other cut-offs when some are given; says how many moved. */
export function useCompute() {
  const t = useTexts();
  const notify = useNotify();
  const act = async (
    cuts: CutOffs | undefined,
    key: string,
  ): Promise<Run & { cuts: CutOffs | undefined }> => {
    if (cuts) await api.put('/tiers/thresholds', cuts);
    return { ...(await api.post<Run>('/tiers/compute', {}, { key })), cuts };
  };
  return useWrite(act, {
    refresh: ['/tiers', '/customers', '/segments'],
    onDone: ({ buyers, moved, cuts }) => {
      const values = { buyers: formatCount(buyers), moved: formatCount(moved) };
      if (cuts) notify.done(t('tiers.saved', values));
      else notify.done(t(moved === 0 ? 'tiers.computedSame' : 'tiers.computed', values));
    },
    onProblem: problem => {
      if (!isTooFew(problem)) notify.problem(problem);
    },
  });
}

/** Too few buyers is an answer, not a mishap: the page says it where the tiers would be. */
export function isTooFew(problem: Error | null): problem is ApiProblem {
  return problem instanceof ApiProblem && problem.code === 'too_few_buyers';
}
