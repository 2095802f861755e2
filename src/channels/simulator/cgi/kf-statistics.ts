import { z } from 'zod';
import { fromShanghai, shanghaiDate } from '#platform/clock.ts';
import { isServicer } from '../people/kf.ts';
import { CUSTOMER, SERVICER_WROTE } from '../people/kf-sessions.ts';
import { type Day, daysBetween } from '../people/statistics.ts';
import { type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { grantedAccount, kfEndpoint } from './kf-accounts.ts';

const seconds = z.number().int().min(1);
const span = z.object({ start_time: seconds, end_time: seconds });
const MOST_DAYS = 31;

/** @throws Refusal 600018 too long, the wrong way round, or not over. */
function daysOf({ simulation, body }: Call): Day[] {
  const { start_time, end_time } = read(span, body);
  const days = daysBetween(start_time, end_time);
  const today = fromShanghai(shanghaiDate(simulation.clock.now())).getTime();
  if (days.length === 0 || days.length > MOST_DAYS || (days.at(-1)?.from ?? 0) >= today)
    throw new Refusal(600018);
  return days;
}

function counter({ simulation, app }: Call, openKfId: string, day: Day) {
  return (what: string, where: string, ...more: string[]) =>
    simulation.store.one<{ n: number }>(
      `select count(${what}) as n from kf_messages where corpid = ? and open_kfid = ? and at >= ? and at < ? and ${where}`,
      ...[app.corpid, openKfId, day.from, day.until, ...more],
    )?.n ?? 0;
}

const corp = kfEndpoint(
  'get_corp_statistic',
  call => {
    const { open_kfid } = grantedAccount(call, call.body);
    return {
      statistic_list: daysOf(call).map(day => {
        const count = counter(call, open_kfid, day);
        const asked = count('distinct external_userid', `origin = ${CUSTOMER}`);
        return {
          stat_time: day.from / 1_000,
          statistic: {
            ...{
              session_cnt: asked,
              customer_cnt: asked,
              customer_msg_cnt: count('*', `origin = ${CUSTOMER}`),
            },
            ...{ upgrade_service_customer_cnt: 0, msg_rejected_customer_cnt: 0 },
          },
        };
      }),
    };
  },
  { statistic_list: [] },
);

const servicer = kfEndpoint(
  'get_servicer_statistic',
  call => {
    const account = grantedAccount(call, call.body);
    const { servicer_userid } = read(z.object({ servicer_userid: z.string().min(1) }), call.body);
    if (!isServicer(call.simulation, account, servicer_userid)) throw new Refusal(95014);
    return {
      statistic_list: daysOf(call).map(day => {
        const count = counter(call, account.open_kfid, day);
        const theirs = `origin = ${SERVICER_WROTE} and servicer = ? collate nocase`;
        const people = count('distinct external_userid', theirs, servicer_userid);
        return {
          stat_time: day.from / 1_000,
          statistic: {
            ...{ session_cnt: people, customer_cnt: people, customer_msg_cnt: 0 },
            ...(people > 0 && { reply_rate: 100 }),
            satisfaction_investgate_cnt: 0,
          },
        };
      }),
    };
  },
  { statistic_list: [] },
);

export const kfStatistics: readonly Endpoint[] = [corp, servicer];
