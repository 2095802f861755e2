import { importWhole } from '#customers/imports';
import { DAY, SHANGHAI_OFFSET } from '#platform/clock.ts';
import { memberFile } from '../files/member-file.ts';
import { OVERLAP, storeFile } from '../files/store-orders.ts';
import type { ShopFile } from '../files/table.ts';
import { tmallFile } from '../files/tmall-orders.ts';
import { youzanFile } from '../files/youzan-orders.ts';
import { chanceOf, happens } from '../people/chance.ts';
import type { Order } from '../people/orders.ts';
import { SHOPS, type Shop, type ShopCode } from '../shop/company.ts';
import { STAFF } from '../shop/staff.ts';
import { daysAgo, FIRST_IMPORT, type Story } from './story.ts';

const REGISTERED = 0.45;

/**
 * Imports what each shop has sold between two moments, as the files its back office would export. Tmall sells little:
 * its file is fetched at the beginning and at the end only.
 */
export async function importOrders(story: Story, from: Date | undefined, to: Date): Promise<void> {
  const all = [...story.cast.flatMap(one => one.orders), ...story.extraOrders];
  for (const shop of SHOPS) {
    const since = sinceWhen(story, shop, from);
    const orders = all
      .filter(order => order.shop === shop.code && order.at >= since && order.at < to.getTime())
      .sort((a, b) => a.at - b.at);
    const now = from === undefined || to.getTime() === story.now.getTime();
    if (orders.length > 0 && (shop.code !== 'tmall' || now))
      await importFile(story, shop.code, fileFor(story, shop, orders, to));
  }
}

function sinceWhen(story: Story, shop: Shop, from: Date | undefined): number {
  if (from === undefined) return 0;
  return (shop.code === 'tmall' ? daysAgo(story, FIRST_IMPORT) : from).getTime() - OVERLAP;
}

function fileFor(story: Story, shop: Shop, orders: readonly Order[], to: Date): ShopFile {
  const day = new Date(to.getTime() + SHANGHAI_OFFSET).toISOString().slice(0, 10).replaceAll('-', '');
  const then = orders.map(order => asOf(order, to.getTime()));
  if (shop.platform === 'youzan') return youzanFile(`有赞订单_${day}.csv`, then);
  if (shop.platform === 'taobao') return tmallFile(`ExportOrderList${day}.csv`, then);
  return storeFile(`${shop.name}收银_${day}.csv`, then, order => cashierOf(story, order));
}

/** How long an online order takes until it is done, or taken back. */
const UNDER_WAY: Partial<Record<ShopCode, number>> = { mall: DAY, tmall: 9 * DAY };

/** An order as it stood then: what has just been sent was still under way. */
function asOf(order: Order, then: number): Order {
  const done = order.state === 'completed' || order.state === 'refunded';
  const fresh = then - order.at < (UNDER_WAY[order.shop] ?? 0);
  return done && fresh ? { ...order, state: 'shipped', refunded: 0 } : order;
}

/** Half of the till's receipts name who served. */
function cashierOf({ seed }: Story, order: Order): string {
  const random = chanceOf(seed, 5, order.person.index, Math.floor(order.at / 1_000));
  const here = STAFF.filter(staff => staff.store === order.shop);
  if (!happens(random, 0.5)) return '';
  return here[Math.floor(random.next() * here.length)]?.name ?? '';
}

/** Imports the register of members: birthdays, levels, tags. */
export async function importMembers(story: Story, to: Date): Promise<void> {
  const then = to.getTime();
  const members = story.cast
    .filter(({ person, orders }) => {
      const old = (orders[0]?.at ?? then) < then && person.showsPhone;
      return old && happens(chanceOf(story.seed, 6, person.index), REGISTERED);
    })
    .map(({ person, orders }) => ({ person, orders: orders.filter(order => order.at < then) }));
  await importFile(story, 'mall', memberFile('有赞客户_会员.csv', members));
}

async function importFile({ platform, owner, shops }: Story, shop: ShopCode, file: ShopFile): Promise<void> {
  await importWhole(platform, {
    name: file.name,
    body: new Blob([new Uint8Array(file.bytes)]).stream(),
    choice: { shop: { id: shops.get(shop) ?? 0 } },
    actor: owner,
  });
}
