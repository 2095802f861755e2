import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { instant, listOf, nothing, number, text } from './fields.ts';

export type CorpTagGroup = z.infer<typeof group>;

const deleted = z
  .boolean()
  .nullish()
  .transform(value => value ?? false);

const tag = z
  .object({ id: z.string(), name: text, create_time: instant, order: number(0), deleted })
  .transform(({ create_time, ...of }) => ({ ...of, createdAt: create_time }));

const group = z
  .object({
    group_id: z.string(),
    group_name: text,
    create_time: instant,
    order: number(0),
    /** Told only when asked for by id. */
    deleted,
    tag: listOf(tag),
  })
  .transform(of => ({
    id: of.group_id,
    name: of.group_name,
    createdAt: of.create_time,
    order: of.order,
    deleted: of.deleted,
    tags: of.tag,
  }));

const LIST: Endpoint<CorpTagGroup[]> = {
  path: 'externalcontact/get_corp_tag_list',
  method: 'POST',
  effect: 'repeatable',
  answer: z.object({ tag_group: listOf(group) }).transform(of => of.tag_group),
};

const ADD: Endpoint<CorpTagGroup> = {
  path: 'externalcontact/add_corp_tag',
  method: 'POST',
  effect: 'once',
  answer: z.object({ tag_group: group }).transform(of => of.tag_group),
};

const EDIT: Endpoint<undefined> = {
  path: 'externalcontact/edit_corp_tag',
  method: 'POST',
  effect: 'repeatable',
  answer: nothing,
};

const DELETE: Endpoint<undefined> = { ...EDIT, path: 'externalcontact/del_corp_tag' };
const MARK: Endpoint<undefined> = { ...EDIT, path: 'externalcontact/mark_tag' };

const LONGEST_NAME = 30;

/** All groups with their tags, or those of the ids; with both kinds of ids WeCom looks at the groups only. */
export function listCorpTags(
  client: WecomClient,
  only: { tagIds?: readonly string[]; groupIds?: readonly string[] } = {},
): Promise<Outcome<CorpTagGroup[]>> {
  return client.call(LIST, { tag_id: only.tagIds, group_id: only.groupIds });
}

export type NewTags = {
  /** An existing group by its id, or a name: WeCom adds to the group of that name, or makes it. */
  group: { id: string } | { name: string };
  order?: number;
  tags: readonly { name: string; order?: number }[];
};

/** Adds tags. The app can later change and delete only the tags it made. */
export async function addCorpTags(client: WecomClient, { group, order, tags }: NewTags) {
  const names = [...('name' in group ? [group.name] : []), ...tags.map(one => one.name)];
  if (tags.length === 0) return ownFailure('invalid_request', 'WeCom keeps no empty group');
  if (names.some(name => name === '' || [...name].length > LONGEST_NAME))
    return ownFailure('invalid_request', `names: 1 to ${LONGEST_NAME} characters`);
  return await client.call(ADD, {
    ...('id' in group ? { group_id: group.id } : { group_name: group.name }),
    order,
    tag: tags,
  });
}

/** Renames or reorders a tag or a group, whichever the id names. */
export async function editCorpTag(
  client: WecomClient,
  id: string,
  change: { name?: string; order?: number },
): Promise<Outcome<undefined>> {
  return await client.call(EDIT, { id, ...change });
}

/**
 * Deletes tags and groups; with its last tag a group disappears. One unknown id (40068) refuses all of them, so after
 * that, list the tags and see what is left.
 */
export async function deleteCorpTags(
  client: WecomClient,
  { tagIds = [], groupIds = [] }: { tagIds?: readonly string[]; groupIds?: readonly string[] },
): Promise<Outcome<undefined>> {
  if (tagIds.length + groupIds.length === 0) return ownFailure('invalid_request', 'nothing to delete');
  return await client.call(DELETE, { tag_id: tagIds, group_id: groupIds });
}

/** Puts tags on, and takes them off, the relation of one member with one customer. */
export async function markTags(
  client: WecomClient,
  pair: { userId: string; externalUserId: string },
  change: { add?: readonly string[]; remove?: readonly string[] },
): Promise<Outcome<undefined>> {
  const { add = [], remove = [] } = change;
  if (add.length + remove.length === 0) return ownFailure('invalid_request', 'nothing to change');
  return await client.call(MARK, {
    userid: pair.userId,
    external_userid: pair.externalUserId,
    add_tag: add,
    remove_tag: remove,
  });
}
