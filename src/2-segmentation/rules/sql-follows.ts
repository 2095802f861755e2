import { byNumber, type Compiler, instantWithin, mapped, personOf, whose } from './compiler.ts';
import type { FollowsLeaf } from './contract.ts';
import { membersOf } from './teams.ts';

export function followsSql(leaf: FollowsLeaf, c: Compiler): string {
  const isFirst = leaf.follows === 'first';
  const from = isFirst ? firstOfEach(c) : 'follows final';
  const such = [...(isFirst ? [] : [whose(c)]), ...partsOf(leaf, c)];
  return byNumber(
    `select customer_id, member_id from ${from} where ${such.join(' and ') || '1'}`,
    'uniqExact(t.member_id)',
    leaf.test,
    c,
  );
}

function partsOf(leaf: FollowsLeaf, c: Compiler): string[] {
  const { members, teams, accounts, ways, codes, endedBy } = leaf;
  const [at, way, code] =
    leaf.follows === 'first' ? ['first_at', 'first_way', 'first_code'] : ['followed_at', 'way', 'code'];
  const parts: string[] = [];
  if (leaf.follows === 'now') parts.push('isNull(ended_at)');
  if (leaf.follows === 'ended') parts.push('isNotNull(ended_at)');
  if (members.length + teams.length > 0)
    parts.push(`member_id in ${c.values.ids([...members, ...membersOf(c.teams, teams)])}`);
  if (accounts.length > 0) parts.push(`account_id in ${c.values.ids(accounts)}`);
  if (ways.length > 0) parts.push(`${way} in ${c.values.ids(ways)}`);
  if (codes.length > 0) parts.push(`${code} in ${c.values.strings(codes)}`);
  if (endedBy !== null) parts.push(`ended_by = ${c.values.string(endedBy)}`);
  if (leaf.ended !== null) parts.push(instantWithin('ended_at', leaf.ended, c));
  if (leaf.window !== null) parts.push(instantWithin(at, leaf.window, c));
  return parts;
}

/** The first relation of each person, over all of their profiles. */
function firstOfEach(c: Compiler): string {
  const columns = [
    'id',
    'member_id',
    'account_id',
    'first_at',
    'first_way',
    'first_code',
    'ended_at',
    'ended_by',
  ];
  const rows = `select customer_id, ${columns.join(', ')} from follows final where ${whose(c)}`;
  return `(select ${personOf(c)} as customer_id, ${columns.map(name => `t.${name} as ${name}`).join(', ')} from ${mapped(rows, c)}
    order by first_at, id limit 1 by customer_id)`;
}
