import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import type { Answer } from './endpoint.ts';
import type { RelationRow } from './permissions.ts';

export type CustomerRow = {
  external_userid: string;
  name: string;
  avatar: string;
  type: number;
  gender: number;
  unionid: string | null;
  position: string | null;
  corp_name: string | null;
  corp_full_name: string | null;
};

/** unionid only of WeChat users and of a corp bound to a WeChat developer id; company fields only of WeCom users. */
export function presentCustomer(row: CustomerRow, wechatBound: boolean): Answer {
  const { external_userid, name, avatar, type, gender } = row;
  if (type === 1)
    return {
      external_userid,
      name,
      type,
      avatar,
      gender,
      ...(row.unionid && wechatBound && { unionid: row.unionid }),
    };
  return {
    external_userid,
    name,
    position: row.position ?? '',
    avatar,
    corp_name: row.corp_name ?? '',
    corp_full_name: row.corp_full_name ?? '',
    type,
    gender,
    external_profile: { external_attr: [] },
  };
}

export type RelationTag = { tag_id: string; tag_name: string; group_name: string };

export function tagsOf({ store }: Simulation, relationId: number): RelationTag[] {
  return store.all<RelationTag>(
    `select tags.tag_id, tags.name as tag_name, tag_groups.group_name from relation_tags
     join relations on relations.id = relation_tags.relation_id
     join tags on tags.corpid = relations.corpid and tags.tag_id = relation_tags.tag_id and tags.deleted = 0
     join tag_groups on tag_groups.corpid = tags.corpid and tag_groups.group_id = tags.group_id
     where relation_tags.relation_id = ? order by tags.id`,
    relationId,
  );
}

/** In externalcontact/get: tags are objects, the member's personal ones (without id) among them. */
export function presentFollowUser(simulation: Simulation, row: RelationRow): Answer {
  const corpTags = tagsOf(simulation, row.id).map(({ group_name, tag_name, tag_id }) => ({
    group_name,
    tag_name,
    tag_id,
    type: 1,
  }));
  const personal = strings(row.personal_tags_json).map(tag_name => ({
    group_name: '个人标签',
    tag_name,
    type: 2,
  }));
  return presentFollow(simulation, row, { tags: [...corpTags, ...personal] });
}

/** In batch/get_by_user: one object, tags are bare ids, personal ones left out. */
export function presentFollowInfo(simulation: Simulation, row: RelationRow): Answer {
  return presentFollow(simulation, row, { tag_id: tagsOf(simulation, row.id).map(tag => tag.tag_id) });
}

function presentFollow({ settings }: Simulation, row: RelationRow, tags: Record<string, unknown[]>): Answer {
  const mobiles = strings(row.remark_mobiles_json);
  const lists = Object.entries({ ...tags, remark_mobiles: mobiles });
  const kept = settings.leaveOutEmptyLists ? lists.filter(([, list]) => list.length > 0) : lists;
  return {
    userid: row.userid,
    remark: row.remark,
    description: row.description,
    createtime: row.createtime,
    ...Object.fromEntries(kept),
    ...(row.remark_corp_name && { remark_corp_name: row.remark_corp_name }),
    oper_userid: row.oper_userid,
    add_way: row.add_way,
    ...(row.state && { state: row.state }),
    ...(row.channels_json && { wechat_channels: JSON.parse(row.channels_json) }),
  };
}

function strings(json: string): string[] {
  return z.array(z.string()).parse(JSON.parse(json));
}
