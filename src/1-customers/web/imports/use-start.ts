import { api } from '#web/api/api.ts';
import { useWrite } from '#web/api/queries.ts';
import { useNotify } from '#web/kit/use-notify.tsx';
import type { ImportChoice, ImportRow } from './import.ts';

/** Starts the dry run, or the import; both run on the server, the page only watches. */
export function useStart(row: ImportRow) {
  const notify = useNotify();
  const options = { refresh: [`/imports/${row.id}`, '/imports'], onProblem: notify.problem };
  const start = (what: 'check' | 'load') => (choice: ImportChoice, key: string) =>
    api.post<ImportRow>(`/imports/${row.id}/${what}`, choice, { key });
  const check = useWrite(start('check'), options);
  const load = useWrite(start('load'), options);
  return { check: check.run, load: load.run, isStarting: check.isRunning || load.isRunning };
}
