import type { tagGroupView } from '#customers/contract';
import type { memberList, teamList } from '#platform/auth/contract.ts';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useSession } from '#web/session/session.ts';
import type {
  momentCalendar,
  momentMember,
  momentPerson,
  momentPreview,
  momentRow,
  momentView,
} from '../../contract.ts';

export type Row = Wire<typeof momentRow>;
export type Moment = Wire<typeof momentView>;
export type Calendar = Wire<typeof momentCalendar>;
export type Preview = Wire<typeof momentPreview>;
export type Part = Wire<typeof momentMember>;
export type Person = Wire<typeof momentPerson>;
export type Kind = NonNullable<Row['kind']>;
export const KINDS: readonly Kind[] = ['life', 'knowledge', 'benefit', 'product'];

type Option = { value: string; label: string };

/** Who works here, and the teams; nobody where one may not know of them. */
export function useStaff(): { members: Option[]; teams: Option[] } {
  const may = useSession().can('members:read');
  const members = useRead<Wire<typeof memberList>>(may ? '/members' : undefined).data?.data ?? [];
  const teams = useRead<Wire<typeof teamList>>(may ? '/teams' : undefined).data?.data ?? [];
  return {
    members: members
      .filter(one => one.status === 'active')
      .map(({ id, name }) => ({ value: id, label: name })),
    teams: teams.map(({ id, name }) => ({ value: id, label: name })),
  };
}

/** The company's tags, by their groups. */
export function useTagOptions(): { label: string; options: Option[] }[] {
  const may = useSession().can('customers:read');
  const groups = useRead<{ data: Wire<typeof tagGroupView>[] }>(may ? '/tags' : undefined).data?.data ?? [];
  return groups.map(group => ({
    label: group.name,
    options: group.tags.map(tag => ({ value: tag.id, label: tag.name })),
  }));
}
