import { chanceOf, happens } from '../people/chance.ts';
import type { Person } from '../people/person.ts';
import type { Relation } from '../people/relations.ts';
import { ONLINE_STAFF } from '../shop/staff.ts';
import { ACTOR, addIdentity, type Making } from './making.ts';
import type { Rows } from './tables.ts';
import { acquisitionCost } from './value-rows.ts';

const REFUSES = 0.022;
const COMPLAINED = 0.004;

/** A customer of a member: identity, relation, the corp's tags, wishes. @returns what winning them cost, below zero. */
export function addRelation(
  rows: Rows,
  making: Making,
  person: Person,
  relation: Relation,
  customerId: number,
): number {
  const { frame, instants, made, seed } = making;
  const { external, remark, source, tags, userid } = relation;
  const at = instants.text(relation.followedAt);
  const key = [customerId, 'external_userid', frame.accountId, external, null, external, 'wecom'];
  const identity = addIdentity(rows, making, key, at);
  const staff = frame.members[userid === ONLINE_STAFF ? 'online' : person.home];
  const random = chanceOf(seed, 13, person.index);
  const member = staff[Math.floor(random.next() * staff.length)] ?? 0;
  rows.follows.push([
    ...[frame.accountId, member, identity, customerId, remark, source.addWay, source.state, at, made],
  ]);
  const data = `{"state":"${source.state}"}`;
  rows.events.push(['follow.started', customerId, frame.accountId, at, made, `member:${member}`, data]);
  for (const tag of tags) {
    const tagId = frame.tags.get(tag);
    if (tagId) rows.customer_tags.push([customerId, tagId, 'wecom', ACTOR, at]);
  }
  if (happens(random, REFUSES))
    rows.consents.push([customerId, 'marketing', 'all', false, 'staff', at, ACTOR]);
  if (happens(random, COMPLAINED)) rows.suppressions.push([customerId, '投诉过打扰', 'staff', at, ACTOR]);
  return acquisitionCost(rows, making, customerId, relation, at);
}
