import { sql } from 'kysely';
import type { z } from 'zod';
import { youzan } from '#channels';
import { type Language, say, type Words } from '#platform/contract.ts';
import type { Db } from '#platform/postgres/connect.ts';
import { youzanAdvanced, type youzanView } from './contract.ts';
import { shopConfig } from './shops.ts';
import type { PullFault } from './unread.ts';

const SHOWN_FAULTS = 50;

const FAULTS: Record<string, Words> = {
  unknown_status: { zh: '订单状态不认识', en: 'The state of the order is not known' },
  bad_amount: { zh: '金额无法读取', en: 'An amount cannot be read' },
  bad_refund: {
    zh: '订单已入库，其中的退款无法读取',
    en: 'The order is in; a refund of it cannot be read',
  },
  bad_time: { zh: '下单时间无法读取', en: 'The time of the order cannot be read' },
  shape: { zh: '缺少必要的字段', en: 'It lacks what an order must have' },
};

/** The shops of Youzan that are connected. */
export async function listYouzan(db: Db, language: Language): Promise<z.output<typeof youzanView>[]> {
  const rows = await db
    .selectFrom('channelAccounts as a')
    .leftJoin('shopPulls as p', 'p.accountId', 'a.id')
    .select(['a.id', 'a.name', 'a.config', 'p.cursorAt', 'p.lastAt', 'p.lastOrders', 'p.lastRefunds'])
    .select(['p.failure', 'p.failedAt', sql<'active' | 'paused'>`a.status`.as('status')])
    .select(sql<PullFault[] | null>`p.faults`.as('faults'))
    .where('a.platform', '=', 'youzan')
    .where('a.secrets', 'is not', null)
    .where('a.status', '<>', 'removed')
    .orderBy('a.id')
    .execute();
  return rows.map(({ config, cursorAt, lastAt, faults, failure, lastOrders, lastRefunds, ...row }) => {
    const { shopId, clientId, options } = shopConfig.parse(config);
    return {
      ...row,
      ...{ shopId, clientId, lastAt, lastOrders: lastOrders ?? 0, lastRefunds: lastRefunds ?? 0 },
      pushPath: `/hooks/youzan/shop_${row.id}`,
      options: youzanAdvanced.parse(youzan.youzanOptions.parse(options)),
      readUntil: lastAt && cursorAt,
      faults: (faults ?? []).slice(0, SHOWN_FAULTS).map(({ orderNo, code }) => ({
        orderNo,
        message: say(FAULTS[code] ?? (FAULTS.shape as Words), language),
      })),
      failure: failure && say(youzan.sayYouzanFault(failure), language),
    };
  });
}
