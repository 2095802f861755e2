import { useLocation, useNavigate } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Search, Value } from './search.ts';

export type SetSearch<V> = (patch: Value<V>, options?: { replace?: boolean }) => void;

/**
 * The page's state in its address, and how to change it. A change is a step in the browser's history, so Back undoes a
 * filter; with `replace` (while somebody types) it is not.
 */
export function useSearch<V>(schema: Search<V>): [Value<V>, SetSearch<V>] {
  const raw = useLocation({ select: location => location.search as Record<string, unknown> });
  const navigate = useNavigate();
  const value = useMemo(() => schema.read(raw), [schema, raw]);
  const set = useCallback<SetSearch<V>>(
    (patch, options = {}) => {
      void navigate({
        to: '.',
        search: (now: Record<string, unknown>) => schema.write({ ...schema.read(now), ...patch }),
        replace: options.replace ?? false,
        resetScroll: false,
      } as never);
    },
    [navigate, schema],
  );
  return [value, set];
}
