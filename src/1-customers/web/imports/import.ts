import { useQuery } from '@tanstack/react-query';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import type { importChoice, importView, inspectionView, issueView } from '../../imports/contract.ts';

export type ImportRow = Wire<typeof importView>;
export type ImportResult = NonNullable<ImportRow['result']>;
export type Inspection = Wire<typeof inspectionView>;
export type Issue = Wire<typeof issueView>;
export type ImportChoice = Wire<typeof importChoice>;

const WORKING: readonly ImportRow['status'][] = ['checking', 'importing', 'undoing'];

export function isWorking(row: Pick<ImportRow, 'status'>): boolean {
  return WORKING.includes(row.status);
}

/** One import, asked for again every second while the server works on it; the page may be closed and opened again. */
export function useImport(id: string) {
  const path = `/imports/${id}`;
  return useQuery({
    queryKey: [path, {}],
    queryFn: ({ signal }) => api.get<ImportRow>(path, {}, { signal }),
    refetchInterval: ({ state }) => (state.data && isWorking(state.data) ? 1_000 : false),
  });
}

/** What the file seems to be; it does not change, so it is asked for once. */
export function useInspection(id: string) {
  return useQuery({
    queryKey: [`/imports/${id}/inspection`, {}],
    queryFn: ({ signal }) => api.get<Inspection>(`/imports/${id}/inspection`, {}, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useIssues(row: ImportRow) {
  const hasIssues = (row.result?.issues.length ?? 0) > 0;
  // Asked for again when another check or the import itself has ended.
  return useRead<{ data: Issue[]; total: number }>(hasIssues ? `/imports/${row.id}/issues` : undefined, {
    limit: 100,
    at: row.finishedAt ?? '',
  });
}
