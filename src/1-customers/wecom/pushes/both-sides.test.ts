import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { MINUTE } from '#platform/clock.ts';
import { pick, seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { addTags, ensureTag, removeTags } from '../../tags/tags.ts';
import { simulatedCorp } from '../testing/corp.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const corp = await simulatedCorp(platform);
const actor = { name: 'test' };
const CORP_TAGS = ['etSweet', 'etSalty'];

const SEEDS = [20_261_122, 7, 4_242];
const STEPS = 60;

async function carried(): Promise<Record<string, string[]>> {
  const { rows } = await sql<{ key: string; tags: string[] }>`
    select i.key, array(select distinct k.external_id from customers c join customer_tags g on g.customer_id = c.id
      join tag_accounts k on k.tag_id = g.tag_id where c.person_id = o.person_id order by 1) as tags
    from identities i join customers o on o.id = i.customer_id where i.key in ('wm_1', 'wm_2')`.execute(db);
  return Object.fromEntries(rows.map(({ key, tags }) => [key, tags]));
}

async function inWecom(): Promise<Record<string, string[]>> {
  const tags = async (external: string) =>
    [...new Set(Object.values(await corp.tagsIn(external)).flat())].sort();
  return { wm_1: await tags('wm_1'), wm_2: await tags('wm_2') };
}

async function markings(): Promise<number> {
  const { calls } = await corp.admin.counts();
  return calls.filter(row => row.path.endsWith('mark_tag')).reduce((sum, row) => sum + row.count, 0);
}

test.each(SEEDS)(
  'whatever both sides do, and whichever events are lost, both end up alike (seed %i)',
  async seed => {
    const random = seededRandom(seed);
    const one = <T>(of: readonly T[]): T => pick(random, of);
    await corp.sync();
    await corp.settle();
    const tagIds = await db
      .transaction()
      .execute(async tx => [await ensureTag(tx, '口味', '甜'), await ensureTag(tx, '口味', '咸')]);
    const { rows } = await sql<{ key: string; id: number }>`
    select key, customer_id as id from identities where key in ('wm_1', 'wm_2')`.execute(db);
    const customerOf = new Map(rows.map(row => [row.key, row.id]));
    const here = async (act: typeof addTags | typeof removeTags) => {
      const change = { customerIds: [customerOf.get(one(['wm_1', 'wm_2'])) ?? 0], tagIds: [one(tagIds)] };
      await db.transaction().execute(tx => act(tx, clock, actor, change, { source: 'manual' }));
    };
    const there = async (edit: 'add_tag' | 'remove_tag') => {
      const [external_userid, userid] = one([
        ['wm_1', 'ann'],
        ['wm_1', 'bob'],
        ['wm_2', 'ann'],
      ] as const);
      await corp.admin.memberEdits(corp.corpId, userid, { external_userid, [edit]: [one(CORP_TAGS)] });
      if (random.next() < 0.5) await corp.edited(userid, external_userid);
    };
    const acts = [
      () => here(addTags),
      () => here(removeTags),
      () => there('add_tag'),
      () => there('remove_tag'),
      () => corp.settle(),
      () => corp.sync(),
    ];
    for (let step = 0; step < STEPS; step++) {
      clock.advance(Math.ceil(random.next() * MINUTE));
      await one(acts)();
    }
    for (const quiet of [corp.sync, corp.settle, corp.sync, corp.settle]) {
      clock.advance(MINUTE);
      await quiet();
    }
    expect(await carried()).toEqual(await inWecom());
    const told = await markings();
    const { found } = await corp.sync();
    await corp.settle();
    expect([await markings(), found.tagsAdded, found.tagsRemoved]).toEqual([told, 0, 0]);
  },
);
