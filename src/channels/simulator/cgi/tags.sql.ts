import type { Simulation } from '../simulation.ts';
import type { Store } from '../store/store.ts';

export type TagGroupRow = {
  group_id: string;
  group_name: string;
  create_time: number;
  ord: number;
  agentid: number | null;
  deleted: number;
};
export type TagRow = {
  tag_id: string;
  group_id: string;
  name: string;
  create_time: number;
  ord: number;
  agentid: number | null;
  deleted: number;
};

/** Who makes a tag: an app, or without agentid somebody in the console. */
export type TagMaker = { corpid: string; agentid: number | null };

export function tagGroup(store: Store, corpid: string, id: string): TagGroupRow | undefined {
  return store.one<TagGroupRow>('select * from tag_groups where corpid = ? and group_id = ?', corpid, id);
}

export function groupByName(store: Store, corpid: string, name: string): TagGroupRow | undefined {
  return store.one<TagGroupRow>(
    'select * from tag_groups where corpid = ? and group_name = ? and deleted = 0',
    corpid,
    name,
  );
}

export function tagOf(store: Store, corpid: string, id: string): TagRow | undefined {
  return store.one<TagRow>('select * from tags where corpid = ? and tag_id = ?', corpid, id);
}

/** The larger `order` comes first. */
export function tagsOfGroup(
  store: Store,
  corpid: string,
  groupId: string,
  which: 'living' | 'deleted too',
): TagRow[] {
  return store.all<TagRow>(
    'select * from tags where corpid = ? and group_id = ? and deleted <= ? order by ord desc, id',
    corpid,
    groupId,
    which === 'living' ? 0 : 1,
  );
}

export function countTags(store: Store, corpid: string): number {
  const row = store.one<{ n: number }>(
    'select count(*) as n from tags where corpid = ? and deleted = 0',
    corpid,
  );
  return row?.n ?? 0;
}

export function addTagGroup(
  { store, clock, chance }: Simulation,
  { corpid, agentid }: TagMaker,
  name: string,
  ord: number,
): TagGroupRow {
  const group = {
    group_id: chance.name('et', 30),
    group_name: name,
    create_time: clock.seconds(),
    ord,
    agentid,
    deleted: 0,
  };
  store.run(
    'insert into tag_groups (corpid, group_id, group_name, create_time, ord, agentid) values (?, ?, ?, ?, ?, ?)',
    ...[corpid, group.group_id, name, group.create_time, ord, agentid],
  );
  return group;
}

export function addTag(
  { store, clock, chance }: Simulation,
  { corpid, agentid }: TagMaker,
  groupId: string,
  name: string,
  ord: number,
): TagRow {
  const tag = {
    tag_id: chance.name('et', 30),
    group_id: groupId,
    name,
    create_time: clock.seconds(),
    ord,
    agentid,
    deleted: 0,
  };
  store.run(
    'insert into tags (corpid, tag_id, group_id, name, create_time, ord, agentid) values (?, ?, ?, ?, ?, ?, ?)',
    ...[corpid, tag.tag_id, groupId, name, tag.create_time, ord, agentid],
  );
  return tag;
}

/** With its tags, off every customer too. */
export function deleteTagGroup(store: Store, corpid: string, groupId: string): void {
  for (const tag of tagsOfGroup(store, corpid, groupId, 'living')) deleteTag(store, corpid, tag.tag_id);
  store.run('update tag_groups set deleted = 1 where corpid = ? and group_id = ?', corpid, groupId);
}

/** Off every customer too; the last tag of a group takes the group along. */
export function deleteTag(store: Store, corpid: string, tagId: string): void {
  const tag = tagOf(store, corpid, tagId);
  if (!tag) return;
  store.run('update tags set deleted = 1 where corpid = ? and tag_id = ?', corpid, tagId);
  store.run(
    'delete from relation_tags where tag_id = ? and relation_id in (select id from relations where corpid = ?)',
    tagId,
    corpid,
  );
  if (tagsOfGroup(store, corpid, tag.group_id, 'living').length === 0)
    store.run('update tag_groups set deleted = 1 where corpid = ? and group_id = ?', corpid, tag.group_id);
}
