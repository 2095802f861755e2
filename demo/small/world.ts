import type { CorpDescription } from '#channels/simulator/index.ts';
import type { Relation } from '../people/relations.ts';
import { COMPANY, CORP } from '../shop/company.ts';
import { GROUPS } from '../shop/groups.ts';
import { DEPARTMENTS, STAFF, staffOf } from '../shop/staff.ts';
import { TAG_GROUPS, tagIdOf } from '../shop/tags.ts';
import type { Customer } from './cast.ts';

type CustomerDescription = NonNullable<CorpDescription['customers']>[number];
type FollowDescription = NonNullable<CustomerDescription['follow_user']>[number];

/**
 * The corp as WeCom has it at a time: whoever has added a member until then.
 * @param mobiles whether the members have noted their customers' mobiles yet.
 */
export function corpAt(cast: readonly Customer[], at: Date, mobiles: boolean): CorpDescription {
  const there = cast.filter(one => one.relation && one.relation.followedAt <= at.getTime());
  return {
    corpid: CORP.corpid,
    name: COMPANY,
    apps: [{ agentid: CORP.agentid, name: CORP.app, secret: CORP.secret }],
    departments: [
      { id: 1, name: COMPANY, parentid: 0 },
      ...DEPARTMENTS.map(({ id, name }) => ({ id, name, parentid: 1 })),
    ],
    members: STAFF.map(({ userid, name, position, department }) => ({
      ...{ userid, name, position },
      department: [department],
      is_leader_in_dept: [position === '店长' ? 1 : 0],
    })),
    tag_groups: TAG_GROUPS.map((group, order) => ({
      group_id: group.id,
      group_name: group.name,
      order: 100 - order,
      tag: group.tags.map(name => ({ id: tagIdOf(name), name })),
    })),
    customers: there.flatMap(one => describe(one, mobiles)),
    group_chats: groupsOf(there),
  };
}

export function describe({ person, relation }: Customer, mobiles: boolean): CustomerDescription[] {
  if (!relation) return [];
  const follows = [followOf(relation, relation.userid, mobiles ? mobileOf(relation, person.phone) : [])];
  if (relation.second) follows.push({ ...followOf(relation, relation.second.userid, []), tag_id: [] });
  const { external: external_userid, unionid } = relation;
  const { nickname: name, gender } = person;
  return [{ external_userid, unionid, name, gender, follow_user: follows }];
}

export function mobileOf(relation: Relation, phone: string): string[] {
  return relation.mobile ? [phone] : [];
}

export function followOf(relation: Relation, userid: string, mobiles: string[]): FollowDescription {
  return {
    userid,
    createtime: Math.floor(relation.followedAt / 1_000),
    remark: relation.remark,
    remark_mobiles: mobiles,
    add_way: relation.source.addWay,
    state: relation.source.state,
    tag_id: relation.tags.map(tagIdOf),
  };
}

/** Customers of a group's owner and kind, as many as fit. */
function groupsOf(there: readonly Customer[]): NonNullable<CorpDescription['group_chats']> {
  const opened = Math.min(...there.flatMap(({ relation }) => (relation ? [relation.followedAt] : [])));
  return GROUPS.map(({ name, owner, wants, most }, index) => ({
    create_time: Math.floor(opened / 1_000),
    chat_id: `wrXiaomanGroup${String(index + 1).padStart(2, '0')}`,
    name,
    owner: staffOf(owner).userid,
    external_userid: there
      .filter(({ person, relation }) => relation?.userid === owner && wants.includes(person.archetype.code))
      .slice(0, most)
      .flatMap(({ relation }) => (relation ? [relation.external] : [])),
  }));
}
