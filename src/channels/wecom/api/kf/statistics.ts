import { z } from 'zod';
import type { WecomClient } from '../../client.ts';
import type { Endpoint } from '../../endpoint.ts';
import type { Outcome } from '../../outcome.ts';
import { instant, listOf, number, toSeconds } from '../fields.ts';

/** What an account did on a day (official page 95489). */
export type KfDay = {
  /** The day's beginning in Asia/Shanghai. */
  at: Date;
  sessions: number;
  customers: number;
  messages: number;
};

/** What a servicer did on a day (official page 95490). */
export type KfServicerDay = KfDay & {
  /** In percent; undefined where nobody wrote. */
  answered: number | undefined;
  /** Seconds to the first answer. */
  firstAnswer: number | undefined;
  /** Who was asked how it was, and in percent of those who said so. */
  asked: number;
  satisfied: number | undefined;
};

const share = z
  .number()
  .nullish()
  .transform(value => value ?? undefined);
const counted = { session_cnt: number(0), customer_cnt: number(0), customer_msg_cnt: number(0) };

type Counted = { session_cnt: number; customer_cnt: number; customer_msg_cnt: number };
const day = (at: Date, of: Counted): KfDay => ({
  ...{ at, sessions: of.session_cnt, customers: of.customer_cnt, messages: of.customer_msg_cnt },
});

const CORP: Endpoint<KfDay[]> = {
  path: 'kf/get_corp_statistic',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      statistic_list: listOf(
        z
          .object({ stat_time: instant, statistic: z.object(counted) })
          .transform(of => day(of.stat_time, of.statistic)),
      ),
    })
    .transform(of => of.statistic_list),
};

const SERVICER: Endpoint<KfServicerDay[]> = {
  path: 'kf/get_servicer_statistic',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      statistic_list: listOf(
        z
          .object({
            stat_time: instant,
            statistic: z.object({
              ...counted,
              ...{ reply_rate: share, first_reply_average_sec: share, satisfied_rate: share },
              // Spelled so by the platform.
              satisfaction_investgate_cnt: number(0),
            }),
          })
          .transform(({ stat_time, statistic }) => ({
            ...day(stat_time, statistic),
            ...{ answered: statistic.reply_rate, firstAnswer: statistic.first_reply_average_sec },
            ...{ asked: statistic.satisfaction_investgate_cnt, satisfied: statistic.satisfied_rate },
          })),
      ),
    })
    .transform(of => of.statistic_list),
};

type Span = { openKfId: string; from: Date; to: Date };
const spanOf = ({ openKfId, from, to }: Span) => ({
  open_kfid: openKfId,
  ...{ start_time: toSeconds(from), end_time: toSeconds(to) },
});

/** Day by day, of at most 31 days within the last 180, today left out. */
export function readKfDays(client: WecomClient, span: Span): Promise<Outcome<KfDay[]>> {
  return client.call(CORP, spanOf(span));
}

export function readKfServicerDays(
  client: WecomClient,
  span: Span & { userId: string },
): Promise<Outcome<KfServicerDay[]>> {
  return client.call(SERVICER, { ...spanOf(span), servicer_userid: span.userId });
}
