import { useQueryClient } from '@tanstack/react-query';
import type { followUpDone } from '#segmentation/contract';
import { api } from '#web/api/api.ts';
import type { Wire } from '#web/api/client.ts';
import { refresh } from '#web/api/queries.ts';
import type { Followed } from './say-due.ts';

type Given = { outcome: 'done' | 'snoozed'; inDays: number; note: string };

/** Writes a follow-up down, with promises kept in passing; the day that stood before can be put back. */
export function useFollowUp(of: Followed) {
  const client = useQueryClient();
  const again = () => refresh(client, ['/follow-ups', '/churn', '/customers']);
  return async (given: Given, kept: readonly string[] = []) => {
    for (const id of kept) await api.patch(`/promises/${id}`, { state: 'kept' });
    const path = `/customers/${of.customerId}`;
    const { nextFollowUp } = await api.post<Wire<typeof followUpDone>>(`${path}/follow-ups`, given);
    await again();
    const undo = async () => {
      await api.patch(path, { nextFollowUp: of.planned });
      await again();
    };
    return { nextFollowUp, undo };
  };
}
