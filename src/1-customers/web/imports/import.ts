import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import type { importChoice, importView, inspectionView, issueKind } from '../../imports/contract.ts';
import { useRefresh } from '../use-refresh.ts';

export type ImportRow = Wire<typeof importView>;
export type ImportResult = NonNullable<ImportRow['result']>;
export type Inspection = Wire<typeof inspectionView>;
export type IssueKind = Wire<typeof issueKind>;
export type ImportChoice = Wire<typeof importChoice>;

const WORKING: readonly ImportRow['status'][] = ['checking', 'importing', 'undoing'];

export function isWorking(row: Pick<ImportRow, 'status'>): boolean {
  return WORKING.includes(row.status);
}

/** One import, asked for again every second while the server works on it; the page may be closed and opened again. */
export function useImport(id: string) {
  const path = `/imports/${id}`;
  const again = useRefresh();
  const read = useQuery({
    queryKey: [path, {}],
    queryFn: ({ signal }) => api.get<ImportRow>(path, {}, { signal }),
    refetchInterval: ({ state }) => (state.data && isWorking(state.data) ? 1_000 : false),
  });
  const wasWorking = useRef(false);
  const working = read.data !== undefined && isWorking(read.data);
  useEffect(() => {
    // What came in or went is in lists that were read before.
    if (wasWorking.current && !working) void again('/imports', '/customers', '/accounts', '/tags');
    wasWorking.current = working;
  });
  return read;
}

/** What the file, or one sheet of it, seems to be; it does not change, so it is asked for once. */
export function useInspection(id: string, sheet: string | undefined) {
  const path = `/imports/${id}/inspection`;
  return useQuery({
    queryKey: [path, { sheet }],
    queryFn: ({ signal }) => api.get<Inspection>(path, { sheet }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useIssues(row: ImportRow) {
  const hasIssues = (row.result?.issues.length ?? 0) > 0;
  // Asked for again when another check or the import itself has ended.
  return useRead<{ kinds: IssueKind[]; total: number }>(hasIssues ? `/imports/${row.id}/issues` : undefined, {
    limit: 0,
    at: row.finishedAt ?? '',
  });
}
