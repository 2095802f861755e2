import { SimulatorAdmin } from '#channels/simulator/index.ts';
import { readStatistics, reckonProducts, recordReach } from '#customers';
import { evaluateHealth } from '#engagement';
import { SYSTEM } from '#platform/auth/actor.ts';
import { ManualClock } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import { writeSetting } from '#platform/settings/settings.ts';
import type { Stage } from '#platform/stage.ts';
import {
  checkTags,
  computeCadence,
  computePriceSensitivity,
  computeTiers,
  predict,
  sayConflict,
} from '#segmentation';
import { BROADCASTS, type SegmentName } from '../shop/broadcasts.ts';
import { makeCalendar } from '../shop/calendar.ts';
import { COMPANY } from '../shop/company.ts';
import { MOMENTS } from '../shop/moments.ts';
import { askService } from './ask-service.ts';
import { castOf, DAYS } from './cast.ts';
import { type DemoCodes, hangUpCodes, memberIds, payForCodes } from './codes.ts';
import { comeAndGo } from './come-and-go.ts';
import { connectWecom, noteMobiles } from './connect.ts';
import { noteFields } from './fields.ts';
import { fillAlbum } from './fill-album.ts';
import { finishHandOver, handOver } from './hand-over.ts';
import { importMembers, importOrders } from './import-files.ts';
import { countLinks, handOutLink } from './links.ts';
import { askBuyers, beginMigration } from './migrate-buyers.ts';
import { openOfficialAccount } from './official.ts';
import { comeWithoutScanning } from './online-shop.ts';
import { openShops } from './open-shops.ts';
import { sendBroadcast, slotOf } from './past-broadcasts.ts';
import { countMoments, momentSlot, planMoment, postMoment } from './post-moments.ts';
import { makePromises } from './promises.ts';
import { readLog } from './readers.ts';
import { receiveCallbacks } from './receiver.ts';
import { saveScripts } from './save-scripts.ts';
import { countSegments, saveSegments } from './save-segments.ts';
import { printShopCodes } from './shop-codes.ts';
import { CONNECTED, daysAgo, FIRST_IMPORT, MOBILES_NOTED, moveTo, type Story } from './story.ts';
import { trackVisits } from './track-visits.ts';
import { noteWishes } from './wishes.ts';

export { peopleFor } from './cast.ts';

export type DemoShop = {
  /** Who the shop belongs to; acts in its story. */
  ownerId: number;
  /** Where the WeCom simulator listens, once it does. */
  simulatorUrl: () => Promise<string>;
  /** All stages: their readers follow the log meanwhile. */
  stages: readonly Stage[];
  seed?: number;
  /** About how many customers Siyu will know. */
  customers?: number;
  onStep?: (step: string, milliseconds: number) => void;
};

type Step = (what: string) => void;

/**
 * Fills an empty Siyu with the shop 「小满面包房」 by telling its last two months: everything goes the way it goes in
 * earnest (the corp is synced, the shops' files are imported, broadcasts are planned, confirmed and answered), only at
 * the story's time instead of now. At the end the log has been read and the simulator's clock shows the real time.
 */
export async function makeDemoShop(real: Platform, shop: DemoShop): Promise<{ officialWorld: string }> {
  const step = timer(shop.onStep);
  const story = await begin(real, shop);
  step('invent customers and orders');
  await connectWecom(story);
  step('connect and sync WeCom');
  const segments = await firstImports(story, step);
  await noteMobilesAndWishes(story, step);
  await lastWeeks(story, real, segments, step);
  await readLog(story);
  await recordReach(story.platform);
  await computeTiers(story.platform, story.owner);
  await predict(story.platform, story.owner);
  await computeCadence(story.platform, story.owner);
  await computePriceSensitivity(story.platform, story.owner);
  await reckonProducts(story.platform);
  await markContradiction(story);
  await checkTags(story.platform);
  await makePromises(story);
  await fillAlbum(story);
  await readStatistics(story.platform, story.accountId);
  await evaluateHealth(story.platform);
  await readLog(story);
  await countSegments(story, segments.values());
  await end(story, real);
  step('read the log, compute tiers, predict, count segments');
  return { officialWorld: story.officialWorld };
}

async function begin(real: Platform, shop: DemoShop): Promise<Story> {
  const { seed = 1, customers = 2_000, ownerId, stages } = shop;
  const now = real.clock.now();
  const clock = new ManualClock(daysAgo({ now }, CONNECTED));
  const cast = castOf(seed, customers, makeCalendar(now, DAYS));
  const simulatorUrl = await shop.simulatorUrl();
  return {
    ...{ seed, now, clock, stages, cast, simulatorUrl },
    platform: { ...real, clock },
    admin: new SimulatorAdmin(simulatorUrl),
    owner: { ...SYSTEM, name: `member:${ownerId}`, memberId: ownerId, role: 'owner' },
    extraOrders: [],
    shops: new Map(),
    accountId: 0,
    officialWorld: '[]',
  };
}

async function firstImports(story: Story, step: Step): Promise<Map<SegmentName, number>> {
  const then = daysAgo(story, FIRST_IMPORT);
  story.clock.set(then);
  await openShops(story);
  await importOrders(story, undefined, then);
  await importMembers(story, then);
  step('import two years of orders');
  await readLog(story);
  await computeTiers(story.platform, story.owner);
  await recordReach(story.platform);
  const segments = await saveSegments(story);
  await saveScripts(story);
  step('read the log, compute tiers, save segments');
  return segments;
}

async function noteMobilesAndWishes(story: Story, step: Step): Promise<void> {
  story.clock.set(daysAgo(story, MOBILES_NOTED));
  await noteMobiles(story);
  await noteWishes(story);
  await noteFields(story);
  await endDay(story);
  step('join customers by their mobiles, costs and wishes');
}

/** Three broadcasts, and what happened between them. The shops' files come in before the first and the last. */
async function lastWeeks(
  story: Story,
  real: Platform,
  segments: ReadonlyMap<SegmentName, number>,
  step: Step,
): Promise<void> {
  const receiver = await receiveCallbacks(story, real);
  for (const stage of story.stages) stage.open?.(story.platform);
  const codes = await hangUpCodes(story);
  const began = story.clock.now().getTime();
  let from = story.clock.now();
  let imported = daysAgo(story, FIRST_IMPORT);
  try {
    await beginMigration(story, segments.get('买过两次·还没添加企业微信') ?? 0);
    for (const past of BROADCASTS) {
      const slot = slotOf(story, past);
      await comeAndGo(story, receiver, codes, [from, slot]);
      if (past.importedBefore) {
        await importOrders(story, imported, slot);
        imported = slot;
        await readLog(story);
        await computeTiers(story.platform, story.owner);
      }
      await askBuyers(story, receiver);
      await endDay(story);
      await sendBroadcast(story, receiver, past, segments.get(past.segment) ?? 0);
      await endDay(story);
      from = story.clock.now();
      step(`broadcast ${past.name}`);
    }
    await handOutLink(story, receiver);
    await handOver(story, receiver);
    for (const moment of MOMENTS.filter(one => one.daysAgo > 0)) {
      const slot = momentSlot(story, moment);
      await comeAndGo(story, receiver, codes, [from, slot]);
      await postMoment(story, moment);
      from = story.clock.now();
    }
    await comeAndGo(story, receiver, codes, [from, story.now]);
    for (const moment of MOMENTS.filter(one => one.daysAgo < 0))
      await planMoment(story, moment, momentSlot(story, moment));
    await countMoments(story);
    step('post moments');
    await askBuyers(story, receiver, 2);
    await finishHandOver(story, receiver);
    await countLinks(story);
    await askService(story, receiver);
    story.officialWorld = await openOfficialAccount(story);
    await importOrders(story, imported, story.now);
    await payForCodes(story, cameByCodes(story, codes, began));
    await comeWithoutScanning(story);
    await printShopCodes(story, await memberIds(story));
    await trackVisits(story);
    step('import the last days, take in what the mini program tracked');
  } finally {
    await receiver.stop();
    for (const stage of story.stages) stage.open?.(real);
  }
}

/** Who came while there were codes, and by which. */
function cameByCodes({ cast }: Story, codes: DemoCodes, began: number) {
  return cast.flatMap(({ relation }) => {
    const code = relation && relation.followedAt > began ? codes.of(relation) : undefined;
    return relation && code ? [{ code, relation }] : [];
  });
}

/** What Siyu does by itself before midnight: who could be contacted today. */
async function endDay(story: Story): Promise<void> {
  await readLog(story);
  await recordReach(story.platform);
}

/** Back to the real time. The account is touched, so that nobody keeps its client, which has the story's clock. */
async function end(story: Story, real: Platform): Promise<void> {
  await moveTo(story, story.now);
  await story.admin.moveClock({ real: true });
  await real.db.transaction().execute(async tx => {
    await tx
      .updateTable('channelAccounts')
      .set({ updatedAt: real.clock.now() })
      .where('id', '=', story.accountId)
      .execute();
    await writeSetting(tx, real.clock, story.owner.name, 'company.name', COMPANY);
    await writeSetting(tx, real.clock, story.owner.name, 'demo', true);
  });
}

function timer(onStep: DemoShop['onStep'] = () => undefined): (what: string) => void {
  let last = performance.now();
  return what => {
    const now = performance.now();
    onStep(what, now - last);
    last = now;
  };
}

/** Who asks for little sugar does not like it sweet: of those who carry both one is wrong. */
async function markContradiction({ platform, owner }: Story): Promise<void> {
  const pair = await platform.db
    .selectFrom('tags')
    .select('id')
    .where('name', 'in', ['低糖', '甜口'])
    .orderBy('id')
    .execute();
  const [a, b] = pair.map(({ id }) => id);
  if (a === undefined || b === undefined) return;
  await platform.db.transaction().execute(tx => sayConflict(tx, platform.clock, owner, { a, b }));
}
