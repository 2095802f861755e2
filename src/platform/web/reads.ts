import type { z } from 'zod';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useSession } from '#web/session/session.ts';
import type { memberView, teamView } from '../auth/contract.ts';

type Listed<Schema extends z.ZodType> = { data: Wire<Schema>[] };

export type Member = Wire<typeof memberView>;
export type Team = Wire<typeof teamView>;

/** The members, disabled ones too; none where one may not know of them. */
export function useMembers(): readonly Member[] {
  const { can } = useSession();
  return useRead<Listed<typeof memberView>>(can('members:read') ? '/members' : undefined).data?.data ?? [];
}

export function useTeams(): readonly Team[] {
  const { can } = useSession();
  return useRead<Listed<typeof teamView>>(can('members:read') ? '/teams' : undefined).data?.data ?? [];
}
