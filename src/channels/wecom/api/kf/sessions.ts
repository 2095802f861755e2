import { z } from 'zod';
import type { WecomClient } from '../../client.ts';
import type { Endpoint } from '../../endpoint.ts';
import { ownFailure } from '../../errors.ts';
import type { Outcome } from '../../outcome.ts';
import { optionalText } from '../fields.ts';

/** As the platform counts them from 0: not taken up, with the bot, waiting in the pool, with a servicer, ended. */
export const KF_STATES = ['new', 'bot', 'pool', 'servicer', 'ended'] as const;
export type KfState = (typeof KF_STATES)[number];

type Session = { openKfId: string; externalUserId: string };

const GET: Endpoint<{ state: KfState; servicerUserId: string | undefined }> = {
  path: 'kf/service_state/get',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({ service_state: z.number().int().min(0).max(4), servicer_userid: optionalText })
    .transform(of => ({
      state: KF_STATES[of.service_state] ?? 'ended',
      servicerUserId: of.servicer_userid,
    })),
};

/**
 * A second time it would be refused (95016), for the session is there already; so a lost answer is looked up with
 * `getKfState`.
 */
const TRANS: Endpoint<{ msgCode: string | undefined }> = {
  path: 'kf/service_state/trans',
  method: 'POST',
  effect: 'once',
  answer: z.object({ msg_code: optionalText }).transform(of => ({ msgCode: of.msg_code })),
};

/** Official page 94669. */
export function getKfState(client: WecomClient, { openKfId, externalUserId }: Session) {
  return client.call(GET, { open_kfid: openKfId, external_userid: externalUserId });
}

/**
 * Moves a session: from new or bot to the pool or a servicer, from the pool to a servicer, from a servicer to another or
 * to its end; else 95016. A servicer must be on duty (95019) and of this account (95014). The code is for one message
 * about it.
 */
export async function transKfState(
  client: WecomClient,
  { openKfId, externalUserId }: Session,
  to: { state: KfState; servicerUserId?: string | undefined },
): Promise<Outcome<{ msgCode: string | undefined }>> {
  if ((to.state === 'servicer') !== (to.servicerUserId !== undefined))
    return ownFailure('invalid_request', 'a servicer, and only a session with one, is named');
  return await client.call(TRANS, {
    ...{ open_kfid: openKfId, external_userid: externalUserId },
    service_state: KF_STATES.indexOf(to.state),
    ...(to.servicerUserId !== undefined && { servicer_userid: to.servicerUserId }),
  });
}
