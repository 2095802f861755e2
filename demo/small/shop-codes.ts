import { createCodeSet, openCode, tellWays } from '#acquisition';
import { seededRandom } from '#platform/random.ts';
import type { StoreCode } from '../shop/company.ts';
import { STAFF } from '../shop/staff.ts';
import type { Story } from './story.ts';

/** Receipts whose code customers have opened on the last day, without adding anybody. */
const RECEIPTS = ['HB20260101', 'HB20260102'];

/** A card for each clerk of two shops, on their receipts; a table code for a third. */
export async function printShopCodes(story: Story, members: ReadonlyMap<string, number>): Promise<void> {
  const { platform, clock, owner, accountId, seed } = story;
  const staffOf = (store: StoreCode) =>
    STAFF.filter(one => one.store === store).flatMap(one => members.get(one.userid) ?? []);
  await platform.db.transaction().execute(async tx => {
    const set = { accountId, tagIds: [] };
    await createCodeSet(tx, clock, seededRandom(seed + 41), owner, {
      ...{ ...set, name: '小票码', place: 'receipt' },
      stores: [
        { store: '湖滨店', memberIds: staffOf('hubin'), perClerk: true },
        { store: '滨江店', memberIds: staffOf('binjiang'), perClerk: true },
      ],
    });
    await createCodeSet(tx, clock, seededRandom(seed + 42), owner, {
      ...{ ...set, name: '桌码', place: 'table' },
      stores: [{ store: '城西店', memberIds: staffOf('chengxi'), perClerk: false }],
    });
  });
  await tellWays(platform);
  const code = await platform.db
    .selectFrom('liveCodes')
    .select('slug')
    .where('store', '=', '湖滨店')
    .where('clerkId', 'is not', null)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const random = seededRandom(seed + 43);
  for (const [at, orderNo] of RECEIPTS.entries())
    await openCode(platform, random, { slug: code.slug, visitor: `receipt${at}`, city: '', orderNo });
}
