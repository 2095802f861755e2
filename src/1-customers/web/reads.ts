import type { z } from 'zod';
import type { memberList } from '#platform/auth/contract.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useSession } from '#web/session/session.ts';
import type { accountView, customerFacets, tagGroupView } from '../contract.ts';

type Listed<Schema extends z.ZodType> = { data: Wire<Schema>[] };

export type TagGroup = Wire<typeof tagGroupView>;
export type Account = Wire<typeof accountView>;

/** Tag groups with their tags; undefined until they are there. */
export function useTagGroups(): readonly TagGroup[] | undefined {
  return useRead<Listed<typeof tagGroupView>>('/tags').data?.data;
}

/** The members somebody may know of; nobody where they may not. */
export function useMembers() {
  const { can } = useSession();
  const { data } = useRead<Wire<typeof memberList>>(can('members:read') ? '/members' : undefined);
  return data?.data.filter(member => member.status === 'active') ?? [];
}

export function useAccounts(kind: Account['kind']): readonly Account[] {
  const { can } = useSession();
  const { data } = useRead<Listed<typeof accountView>>(can('channels:read') ? '/accounts' : undefined);
  return data?.data.filter(account => account.kind === kind) ?? [];
}

/** Cities and sources that customers have, with counts. */
export function useFacets() {
  return useRead<Wire<typeof customerFacets>>('/customers/facets').data;
}
