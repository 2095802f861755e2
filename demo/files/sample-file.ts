import { DAY, fromShanghai, HOUR, shanghaiDate } from '#platform/clock.ts';
import { between, pick } from '#platform/random.ts';
import { basketOf } from '../people/baskets.ts';
import { chanceOf, within } from '../people/chance.ts';
import { finish, type Order } from '../people/orders.ts';
import { personOf } from '../people/person.ts';
import { makeCalendar } from '../shop/calendar.ts';
import { type Cells, fileOf, type ShopFile } from './table.ts';
import { youzanOrder } from './youzan-orders.ts';

const ROWS = 200;
/** Every third order is by somebody the shop has not met yet: people of these numbers are nowhere else in the demo. */
const STRANGERS = 900_000;
/** Its order numbers end with counts that no order of the demo has. */
const FIRST_NUMBER = 500;

export const SAMPLE_NAME = '小满-有赞订单样例.csv';

/**
 * A file to try the import with: yesterday's and the day before's orders of the Youzan shop by known and new customers,
 * and among them the mistakes that files really have.
 * @param people how many customers the demo shop has.
 */
export function sampleFile(seed: number, now: Date, people: number): ShopFile {
  const calendar = makeCalendar(now, 60);
  const midnight = fromShanghai(shanghaiDate(now)).getTime();
  const orders = Array.from({ length: ROWS }, (_, row): Order => {
    const random = chanceOf(seed, 20, row);
    const index = row % 3 === 0 ? STRANGERS + row : between(random, 0, Math.max(0, people - 1));
    const person = { ...personOf(seed, index, calendar), showsPhone: true };
    const at = midnight - 2 * DAY + Math.floor(within(random, 8 * HOUR, 46 * HOUR));
    const basket = pick(random, ['family', 'taste', 'cake', 'premium'] as const);
    const lines = basketOf(random, basket, { seasons: [] }, 'mall');
    return finish(random, { person, shop: 'mall', at, lines }, now.getTime(), FIRST_NUMBER + row);
  });
  const rows = orders.sort((a, b) => a.at - b.at).map((order, row) => mistake(row, youzanOrder(order)));
  return fileOf('youzan_orders', SAMPLE_NAME, rows);
}

/** What Excel, the platform and hurried hands do to a file. */
function mistake(row: number, cells: Cells): Cells {
  switch (row) {
    case 17:
      return { ...cells, 订单号: '6.91793E+18' };
    case 42:
      return { ...cells, 买家手机号: '145****2071', '收货人手机号/提货人手机号': '145****2071' };
    case 73:
      return { ...cells, 订单创建时间: '2026-02-30 25:61:00' };
    case 108:
      return { ...cells, 订单实付金额: '三十八块' };
    case 131:
      return { ...cells, 订单状态: '等通知' };
    case 160:
      return { ...cells, 买家手机号: '1450', '收货人手机号/提货人手机号': '1450' };
    default:
      return cells;
  }
}
