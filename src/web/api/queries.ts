import {
  keepPreviousData,
  QueryClient,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import { api, newKey } from './api.ts';
import type { Query } from './client.ts';

/** A cursor page as the API sends it; `total` where the list counts exactly. */
export type Page<Row> = { data: Row[]; hasMore: boolean; nextCursor: string | null; total?: number };

/** Asking again is the api's business, so react-query does not retry on top of it. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, staleTime: 15_000, gcTime: 5 * 60_000 },
      mutations: { retry: false },
    },
  });
}

/** Everything that was read under a path, whatever the query: what a write makes stale. */
export function refresh(client: QueryClient, paths: readonly string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [path] }) =>
      typeof path === 'string' && paths.some(stale => path === stale || path.startsWith(`${stale}/`)),
  });
}

/**
 * Reads one thing; while another query of the same page loads, the old answer stays (see `isPlaceholderData`). `every`:
 * asks again after so many milliseconds, as long as it says so.
 */
export function useRead<T>(
  path: string | undefined,
  query: Query = {},
  options: { every?: (answer: T | undefined) => number | false } = {},
) {
  return useQuery({
    queryKey: [path, query],
    queryFn: ({ signal }) => api.get<T>(path ?? '', query, { signal }),
    enabled: path !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => options.every?.(state.data as T | undefined) ?? false,
  });
}

/** Reads the answer to a question that is too long for an address, so it is posted; nothing changes by it. */
export function useAsk<T>(path: string, question: object | undefined) {
  return useQuery({
    queryKey: [path, question],
    queryFn: ({ signal }) => api.post<T>(path, question, { signal }),
    enabled: question !== undefined,
    placeholderData: keepPreviousData,
  });
}

/** What DataTable shows: rows, how many there are in all, and how to get the others. */
export type List<Row> = {
  /** Undefined until the first answer is there. */
  rows: readonly Row[] | undefined;
  /** Exact; undefined where the list does not count. */
  total: number | undefined;
  /** The rows shown still answer the last question; new ones are on their way. */
  isStale: boolean;
  error: Error | null;
  retry(): void;
  paging: Paging;
};
export type Paging =
  | { kind: 'more'; hasMore: boolean; isLoading: boolean; more(): void }
  | { kind: 'pages'; page: number; pages: number; go(page: number): void };

/** Reads a cursor-paged list; more pages join the rows shown. */
export function useList<Row>(path: string, query: Query = {}): List<Row> {
  const pages = useInfiniteQuery({
    queryKey: [path, query, 'pages'],
    queryFn: ({ pageParam, signal }) => api.get<Page<Row>>(path, { ...query, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: last => (last.hasMore ? (last.nextCursor ?? undefined) : undefined),
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap(page => page.data), [pages.data]);
  return {
    rows,
    total: pages.data?.pages[0]?.total,
    isStale: pages.isPlaceholderData,
    error: pages.error,
    retry: () => void (pages.isFetchNextPageError ? pages.fetchNextPage() : pages.refetch()),
    paging: {
      kind: 'more',
      hasMore: pages.hasNextPage,
      isLoading: pages.isFetchingNextPage,
      more: () => void pages.fetchNextPage(),
    },
  };
}

/** Reads a list by page number (`page`, `pageSize`); the page is the caller's, usually a field of its address. */
export function usePagedList<Row>(
  path: string,
  query: Query,
  place: { page: number; size?: number; go(page: number): void },
): List<Row> {
  const size = place.size ?? 50;
  const asked = { ...query, page: place.page, pageSize: size };
  return pagesOf(useRead<Paged<Row>>(path, asked), { ...place, size });
}

type Paged<Row> = { data: Row[]; total: number };
type Place = { page: number; size: number; go(page: number): void };
type Answer<Row> = Pick<UseQueryResult<Paged<Row>>, 'data' | 'error' | 'isPlaceholderData' | 'refetch'>;

/** An answer that is one page of a list, as the list DataTable shows. */
export function pagesOf<Row>(answer: Answer<Row>, { page, size, go }: Place): List<Row> {
  const total = answer.data?.total;
  return {
    rows: answer.data?.data,
    total,
    isStale: answer.isPlaceholderData,
    error: answer.error,
    retry: () => void answer.refetch(),
    paging: { kind: 'pages', page, pages: Math.max(1, Math.ceil((total ?? 0) / size)), go },
  };
}

/** A list that comes whole (`{ data }`): members, accounts, rules. */
export function useWholeList<Row>(
  path: string,
  every?: (rows: readonly Row[] | undefined) => number | false,
) {
  const answer = useRead<{ data: Row[] }>(path, {}, every ? { every: got => every(got?.data) } : {});
  const list: List<Row> = {
    rows: answer.data?.data,
    total: answer.data?.data.length,
    isStale: answer.isPlaceholderData,
    error: answer.error,
    retry: () => void answer.refetch(),
    paging: ONE_PAGE,
  };
  return list;
}

const ONE_PAGE: Paging = { kind: 'pages', page: 1, pages: 1, go: () => undefined };

/** Rows that came with something else, as a list of their own. */
export function listOf<Row>(rows: readonly Row[]): List<Row> {
  const [total, retry] = [rows.length, () => undefined];
  return { rows, total, retry, isStale: false, error: null, paging: ONE_PAGE };
}

export type WriteOptions<Result> = {
  /** Paths whose answers are stale afterwards. */
  refresh?: readonly string[];
  onDone?: (result: Result) => void;
  onProblem?: (problem: Error) => void;
};

/**
 * A write the user asks for. Each `run` is one action with one Idempotency-Key; asking again after a failure nobody
 * knows the end of (`repeat`) keeps the key, so nothing is done twice.
 */
export function useWrite<Input, Result>(
  act: (input: Input, key: string) => Promise<Result>,
  options: WriteOptions<Result> = {},
) {
  const client = useQueryClient();
  const last = useRef<{ input: Input; key: string } | undefined>(undefined);
  const mutation = useMutation<Result, Error, { input: Input; key: string }>({
    mutationFn: ({ input, key }) => act(input, key),
    onSuccess: async result => {
      await refresh(client, options.refresh ?? []);
      options.onDone?.(result);
    },
    onError: problem => options.onProblem?.(problem),
  });
  const start = (action: { input: Input; key: string }) => {
    last.current = action;
    mutation.mutate(action);
  };
  return {
    run: (input: Input) => start({ input, key: newKey() }),
    repeat: () => last.current && start(last.current),
    isRunning: mutation.isPending,
    problem: mutation.error,
    result: mutation.data,
    reset: mutation.reset,
  };
}
