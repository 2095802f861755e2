import { useQueryClient } from '@tanstack/react-query';
import { refresh } from '#web/api/queries.ts';

/** Lists and counts are read from the analytics projection, which follows a write within about a second. */
const PROJECTED = 1_500;

/** Reads again whatever a write has made stale: at once, and once more when lists and counts have followed. */
export function useRefresh(): (...paths: string[]) => Promise<void> {
  const client = useQueryClient();
  return async (...paths) => {
    setTimeout(() => void refresh(client, paths), PROJECTED);
    await refresh(client, paths);
  };
}
