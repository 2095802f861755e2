import type { z } from 'zod';
import type { accountView, groupRow, tagGroupView } from '#customers/contract';
import type { memberList } from '#platform/auth/contract.ts';
import type { Query, Wire } from '#web/api/client.ts';
import { type List, listOf, useRead } from '#web/api/queries.ts';
import { useSession } from '#web/session/session.ts';
import type {
  acquisitionLinkRow,
  acquisitionQuota,
  codeSetRow,
  codeSetView,
  costView,
  liveCodeRow,
  liveCodeView,
  migrationRow,
  migrationView,
  touchpointRow,
  variantReport,
} from '../contract.ts';
import type { officialFigures } from '../touchpoints/contract.ts';

type Listed<Schema extends z.ZodType> = { data: Wire<Schema>[] };

export type LinkRow = Wire<typeof acquisitionLinkRow>;
export type Quota = Wire<typeof acquisitionQuota>;
export type CodeRow = Wire<typeof liveCodeRow>;
export type CodeSet = Wire<typeof codeSetRow>;
export type CodeSetView = Wire<typeof codeSetView>;
export type Code = Wire<typeof liveCodeView>;
export type MigrationRow = Wire<typeof migrationRow>;
export type MigrationView = Wire<typeof migrationView>;
export type Touchpoint = Wire<typeof touchpointRow>;
export type Cost = Wire<typeof costView>;
export type TouchpointView = Touchpoint & {
  costList: Cost[];
  official: Wire<typeof officialFigures> | null;
};
export type VariantReport = Wire<typeof variantReport>;
export type Account = Wire<typeof accountView>;
export type Group = Wire<typeof groupRow>;
export type TagGroup = Wire<typeof tagGroupView>;
export type Named = { id: string; name: string };

/** The WeCom accounts in use; undefined until they are known. */
export function useWecomAccounts(): readonly Account[] | undefined {
  const { data } = useRead<Listed<typeof accountView>>('/accounts');
  return data?.data.filter(({ kind, status }) => kind === 'wecom' && status === 'active');
}

/** The official accounts in use. */
export function useOfficialAccounts(): readonly Account[] {
  const { data } = useRead<Listed<typeof accountView>>('/accounts');
  return data?.data.filter(one => one.kind === 'official_account' && one.status === 'active') ?? [];
}

/** Who works here; nobody where one may not know of them. */
export function useMembers(): readonly Named[] {
  const { can } = useSession();
  const { data } = useRead<Wire<typeof memberList>>(can('members:read') ? '/members' : undefined);
  return data?.data.filter(({ status }) => status === 'active') ?? [];
}

/** The company's own tags, by their groups. */
export function useTagGroups(): readonly TagGroup[] {
  const { can } = useSession();
  const { data } = useRead<Listed<typeof tagGroupView>>(can('customers:read') ? '/tags' : undefined);
  return data?.data ?? [];
}

/** Customer groups that are there; a code leads to up to five of them. */
export function useCustomerGroups(): readonly Group[] {
  const { can } = useSession();
  const { data } = useRead<Listed<typeof groupRow>>(can('customers:read') ? '/customer-groups' : undefined);
  return data?.data ?? [];
}

/** Touchpoints in use; undefined until they are known. */
export function useTouchpoints(): readonly Touchpoint[] | undefined {
  return useRead<Listed<typeof touchpointRow>>('/touchpoints').data?.data;
}

/** A list that comes whole for a query. */
export function useWhole<Row>(path: string, query: Query): List<Row> {
  const { data, isPlaceholderData: isStale, error, refetch } = useRead<{ data: Row[] }>(path, query);
  return { ...listOf(data?.data ?? []), rows: data?.data, isStale, error, retry: () => void refetch() };
}

/** The saved segments; undefined until they are known. */
export function useSegments(): readonly Named[] | undefined {
  return useRead<{ data: Named[] }>('/segments').data?.data;
}
