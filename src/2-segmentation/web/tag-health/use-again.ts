import { useQueryClient } from '@tanstack/react-query';
import { refresh } from '#web/api/queries.ts';

/** Reads again what a change of tags has made stale. */
export function useAgain(): () => Promise<void> {
  const client = useQueryClient();
  return () => refresh(client, ['/tags', '/customers', '/rules']);
}
