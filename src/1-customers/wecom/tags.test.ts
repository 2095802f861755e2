import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { archiveTag } from '../tags/change-tags.ts';
import { mergeTags } from '../tags/merge-tags.ts';
import { ensureTag } from '../tags/tags.ts';
import { buildAccount } from '../testing/factories.ts';
import { takeInTags } from './tags.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const accountId = await buildAccount(platform);
const actor = { name: 'test' };

type Told = Record<string, Record<string, string>>;
/** The corp tells its tags: their ids and names by group. */
const tell = (told: Told) =>
  db.transaction().execute(tx =>
    takeInTags(
      tx,
      accountId,
      Object.entries(told).map(([name, tags], order) => ({
        ...{ name, order },
        tags: Object.entries(tags).map(([id, tagName]) => ({ id, name: tagName })),
      })),
    ),
  );
/** What each corp tag stands for; in brackets what was put away. */
const links = async () => {
  const { rows } = await sql<{ external: string; name: string }>`
    select k.external_id as external, g.name || '/' || case when t.archived_at is null then t.name else '(' || t.name || ')' end as name
    from tag_accounts k join tags t on t.id = k.tag_id join tag_groups g on g.id = t.group_id order by 1`.execute(
    db,
  );
  return Object.fromEntries(rows.map(row => [row.external, row.name]));
};
const idOf = async (name: string) => {
  const { rows } = await sql<{ id: number }>`select id from tags where name = ${name}`.execute(db);
  return rows[0]?.id ?? 0;
};

test('a corp tag is linked, renamed with the corp, and follows into another group', async () => {
  await tell({ 口味: { a: '甜', b: '咸', c: '淡' } });
  expect(await links()).toEqual({ a: '口味/甜', b: '口味/咸', c: '口味/淡' });
  await tell({ 口味: { a: '甜口', b: '咸' }, 需求: { c: '淡' } });
  expect(await links()).toEqual({ a: '口味/甜口', b: '口味/咸', c: '需求/淡' });
});

test('what was put away or merged here stays so, whatever the corp goes on telling', async () => {
  const told = { 口味: { a: '甜口', b: '咸' }, 需求: { c: '淡' } };
  await db.transaction().execute(async tx => {
    await archiveTag(tx, clock, actor, await idOf('咸'));
    await mergeTags(tx, clock, actor, await idOf('甜口'), await ensureTag(tx, '口味', '爱吃甜'));
  });
  await tell(told);
  expect(await links()).toEqual({ a: '口味/爱吃甜', b: '口味/(咸)', c: '需求/淡' });
  // Another corp tag may stand for the same: neither gives it its name.
  await tell({ ...told, 口味: { ...told.口味, d: '爱吃甜' } });
  await tell({ ...told, 口味: { a: '甜甜', b: '咸', d: '很甜' } });
  expect(await links()).toMatchObject({ a: '口味/爱吃甜', d: '口味/爱吃甜' });
});
