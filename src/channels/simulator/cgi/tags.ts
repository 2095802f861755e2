import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import { type Answer, type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import {
  addTag,
  addTagGroup,
  countTags,
  deleteTag,
  deleteTagGroup,
  groupByName,
  type TagGroupRow,
  type TagRow,
  tagGroup,
  tagOf,
  tagsOfGroup,
} from './tags.sql.ts';

const ids = z.array(z.string()).default([]);

/** Group ids win over tag ids; without either, all that is not deleted. */
const getCorpTagList: Endpoint = {
  path: 'externalcontact/get_corp_tag_list',
  method: 'POST',
  may: 'customer_contact',
  empty: { tag_group: [] },
  answer({ simulation, app, body }) {
    const { tag_id, group_id } = read(z.object({ tag_id: ids, group_id: ids }), body);
    if (group_id.length > 0) return { tag_group: groupsById(simulation, app.corpid, group_id) };
    if (tag_id.length > 0) return { tag_group: groupsOfTags(simulation, app.corpid, tag_id) };
    const groups = simulation.store.all<TagGroupRow>(
      'select * from tag_groups where corpid = ? and deleted = 0 order by ord desc, id',
      app.corpid,
    );
    return {
      tag_group: groups.map(group =>
        presentGroup(group, tagsOfGroup(simulation.store, app.corpid, group.group_id, 'living'), 'all'),
      ),
    };
  },
};

function groupsById({ store }: Simulation, corpid: string, wanted: string[]): Answer[] {
  return wanted.map(id => {
    const group = tagGroup(store, corpid, id);
    if (!group) throw new Refusal(40068);
    return presentGroup(group, tagsOfGroup(store, corpid, id, 'deleted too'), 'by id');
  });
}

/** Each group with only those of its tags that were asked for. */
function groupsOfTags({ store }: Simulation, corpid: string, wanted: string[]): Answer[] {
  const tags = wanted.map(id => {
    const tag = tagOf(store, corpid, id);
    if (!tag) throw new Refusal(40068);
    return tag;
  });
  const groups = [...Map.groupBy(tags, tag => tag.group_id)];
  return groups.flatMap(([groupId, members]) => {
    const group = tagGroup(store, corpid, groupId);
    return group ? [presentGroup(group, members, 'by id')] : [];
  });
}

/** `deleted` is said only when ids were asked for. */
function presentGroup(group: TagGroupRow, tags: TagRow[], asked: 'all' | 'by id'): Answer {
  const deleted = (row: { deleted: number }) => (asked === 'by id' ? { deleted: row.deleted === 1 } : {});
  return {
    group_id: group.group_id,
    group_name: group.group_name,
    create_time: group.create_time,
    order: group.ord,
    ...deleted(group),
    tag: tags.map(tag => ({
      id: tag.tag_id,
      name: tag.name,
      create_time: tag.create_time,
      order: tag.ord,
      ...deleted(tag),
    })),
  };
}

const order = z
  .number()
  .int()
  .min(0)
  .max(2 ** 32 - 1);
const addBody = z.object({
  group_id: z.string().optional(),
  group_name: z.string().max(30).optional(),
  order: order.default(0),
  tag: z.array(z.object({ name: z.string().min(1).max(30), order: order.default(0) })).min(1),
});

const addCorpTag: Endpoint = {
  path: 'externalcontact/add_corp_tag',
  method: 'POST',
  may: 'customer_contact',
  empty: { tag_group: {} },
  answer(call) {
    const { simulation, app } = call;
    const request = read(addBody, call.body);
    const names = new Map(request.tag.map(tag => [tag.name, tag.order]));
    if (countTags(simulation.store, app.corpid) + names.size > simulation.settings.tagsPerCorp)
      throw new Refusal(40126);
    const group = groupFor(call, request);
    const known = new Set(
      tagsOfGroup(simulation.store, app.corpid, group.group_id, 'living').map(tag => tag.name),
    );
    if ([...names.keys()].some(name => known.has(name))) throw new Refusal(40071);
    const added = [...names].map(([name, ord]) => addTag(simulation, app, group.group_id, name, ord));
    return { tag_group: presentGroup(group, added, 'all') };
  },
};

/** By id, else the group of that name, else a new one. */
function groupFor({ simulation, app }: Call, request: z.output<typeof addBody>): TagGroupRow {
  if (request.group_id) {
    const group = tagGroup(simulation.store, app.corpid, request.group_id);
    if (!group || group.deleted) throw new Refusal(40068);
    return group;
  }
  if (!request.group_name) throw new Refusal(40063);
  return (
    groupByName(simulation.store, app.corpid, request.group_name) ??
    addTagGroup(simulation, app, request.group_name, request.order)
  );
}

const editBody = z.object({
  id: z.string().min(1),
  name: z.string().min(1).max(30).optional(),
  order: order.optional(),
});

const editCorpTag: Endpoint = {
  path: 'externalcontact/edit_corp_tag',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const { id, name, order: ord } = read(editBody, call.body);
    const { store } = call.simulation;
    const { corpid } = call.app;
    const tag = tagOf(store, corpid, id);
    const group = tag ? undefined : tagGroup(store, corpid, id);
    mustOwn(call, tag ?? group);
    if (
      tag &&
      tagsOfGroup(store, corpid, tag.group_id, 'living').some(
        other => other.name === name && other.tag_id !== id,
      )
    )
      throw new Refusal(40071);
    const namesake = group && name ? groupByName(store, corpid, name) : undefined;
    if (namesake && namesake.group_id !== id) throw new Refusal(40071);
    const change = tag
      ? 'update tags set name = coalesce(?, name), ord = coalesce(?, ord) where corpid = ? and tag_id = ?'
      : 'update tag_groups set group_name = coalesce(?, group_name), ord = coalesce(?, ord) where corpid = ? and group_id = ?';
    store.run(change, name ?? null, ord ?? null, corpid, id);
    return {};
  },
};

const delCorpTag: Endpoint = {
  path: 'externalcontact/del_corp_tag',
  method: 'POST',
  may: 'customer_contact',
  empty: {},
  answer(call) {
    const { tag_id, group_id } = read(z.object({ tag_id: ids, group_id: ids }), call.body);
    if (tag_id.length + group_id.length === 0) throw new Refusal(40063);
    const { store } = call.simulation;
    for (const id of group_id) {
      const group = tagGroup(store, call.app.corpid, id);
      mustOwn(call, group);
      deleteTagGroup(store, call.app.corpid, id);
    }
    for (const id of tag_id) {
      mustOwn(call, tagOf(store, call.app.corpid, id));
      deleteTag(store, call.app.corpid, id);
    }
    return {};
  },
};

/** @throws Refusal 40068 unknown or deleted, 60011 made by another app or in the console. */
function mustOwn({ app }: Call, row: TagRow | TagGroupRow | undefined): void {
  if (!row || row.deleted) throw new Refusal(40068);
  if (row.agentid !== app.agentid) throw new Refusal(60011);
}

export const tags: readonly Endpoint[] = [getCorpTagList, addCorpTag, editCorpTag, delCorpTag];
