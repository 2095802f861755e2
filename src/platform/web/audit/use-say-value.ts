import type { tagGroupView } from '#customers/contract';
import type { Wire } from '#web/api/client.ts';
import { useRead } from '#web/api/queries.ts';
import { useWebTexts } from '#web/i18n/i18n.ts';
import { formatFen, formatInstant } from '#web/kit/format.ts';
import { useSession } from '#web/session/session.ts';
import { useMembers, useTeams } from '../reads.ts';
import { useTexts } from '../texts/index.ts';
import { useKnownWords } from './use-known-words.ts';

/** Fields whose values are codes, and where their words are. */
const CODES: Record<string, string> = {
  role: 'members.roles',
  dataScope: 'members.scopes',
  status: 'audit.values.status',
  kind: 'audit.values.kind',
  channel: 'audit.values.channel',
  purpose: 'audit.values.purpose',
  gender: 'audit.values.gender',
  max: 'rules',
  tier: 'audit.values.tier',
  password: 'audit.values.password',
  state: 'audit.values.state',
  secrets: 'audit.fields',
  color: 'audit.values.color',
  pace: 'audit.values.pace',
  measures: 'audit.values.measures',
};

/** A value of a field in words: codes by their words, ids by the names of what they mean, money, times. */
export function useSayValue(): (field: string, value: unknown) => string {
  const t = useTexts();
  const web = useWebTexts();
  const known = useKnownWords();
  const nameOf = useNames();
  const one = (field: string, value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('audit.none');
    if (typeof value === 'boolean') return t(value ? 'audit.yes' : 'audit.no');
    if (field === 'amount' || field === 'stopLoss') return formatFen(Number(value));
    if (field === 'at' || field === 'until' || field === 'pausedUntil') return formatInstant(String(value));
    const words = nameOf(field, Number(value)) ?? (CODES[field] && known(CODES[field], String(value)));
    return words || String(value);
  };
  return (field, value) =>
    Array.isArray(value) ? value.map(part => one(field, part)).join(web('filter.and')) : one(field, value);
}

/** The log has ids as the database has them; here are the names of what they mean, as far as one may know them. */
function useNames(): (field: string, id: number) => string | undefined {
  const { can } = useSession();
  const [members, teams] = [useMembers(), useTeams()];
  const groups = useRead<{ data: Wire<typeof tagGroupView>[] }>(can('customers:read') ? '/tags' : undefined);
  const tags = groups.data?.data.flatMap(group => group.tags) ?? [];
  const find = (things: readonly { id: string; name: string }[], id: string) =>
    things.find(thing => thing.id === id)?.name ?? id;
  return (field, id) => {
    if (field === 'teamId' || field === 'parentId') return find(teams, `team_${id}`);
    if (field === 'ownerMemberId' || field === 'memberId') return find(members, `mem_${id}`);
    if (field === 'tagId' || field === 'tagIds') return find(tags, `tag_${id}`);
    return field === 'customers' ? `cus_${id}` : undefined;
  };
}
