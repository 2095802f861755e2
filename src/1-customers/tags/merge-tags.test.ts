import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { buildCustomer } from '../testing/factories.ts';
import { mergeTags } from './merge-tags.ts';
import { addTags, ensureTag, type TagSource } from './tags.ts';
import { undoTagMerge } from './unmerge-tags.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const actor = { name: 'test' };
const person = await buildCustomer(platform);
const within = db.transaction();
const tag = (name: string) => within.execute(tx => ensureTag(tx, '口味', name));
const give = (tagIds: number[], source: TagSource = 'manual') =>
  within.execute(tx => addTags(tx, clock, actor, { customerIds: [person], tagIds }, { source }));
const merge = async (from: number, into: number) =>
  (await within.execute(tx => mergeTags(tx, clock, actor, from, into))).id;
const undo = (id: number) => within.execute(tx => undoTagMerge(tx, clock, actor, id));
const carried = async () =>
  (
    await sql<{ name: string }>`
      select t.name from customer_tags c join tags t on t.id = c.tag_id where c.customer_id = ${person} order by t.id`.execute(
      db,
    )
  ).rows.map(({ name }) => name);

const [sweet, sugary, liked] = [await tag('甜口'), await tag('爱吃甜'), await tag('甜')];
await give([sweet, sugary]);

test('two tags that became one are both there again, whichever merge is taken back first', async () => {
  const [first, second] = [await merge(sweet, liked), await merge(sugary, liked)];
  expect(await carried()).toEqual(['甜']);
  await undo(first);
  expect(await carried()).toEqual(['甜口', '甜']);
  await undo(second);
  expect(await carried()).toEqual(['甜口', '爱吃甜']);
});

test('a tag that became a second one and then a third comes back in that order only', async () => {
  const [first, second] = [await merge(sweet, liked), await merge(liked, sugary)];
  await expect(undo(first)).rejects.toMatchObject({ kind: { code: 'tag_merged_on' } });
  await undo(second);
  await undo(first);
  expect(await carried()).toEqual(['甜口', '爱吃甜']);
});

test('what WeCom says of somebody has no end, whoever gives it again', async () => {
  const told = await tag('会员');
  await sql`update tags set valid_days = 30 where id = ${told}`.execute(db);
  await give([told], 'wecom');
  await sql`update customer_tags set expires_at = null where tag_id = ${told}`.execute(db);
  await give([told]);
  const { rows } =
    await sql`select expires_at, confirmed_at from customer_tags where tag_id = ${told}`.execute(db);
  expect(rows).toEqual([{ expiresAt: null, confirmedAt: clock.now() }]);
});
