import { z } from 'zod';
import type { WecomClient } from '../../client.ts';
import type { Endpoint } from '../../endpoint.ts';
import { ownFailure } from '../../errors.ts';
import { done, type Outcome } from '../../outcome.ts';
import { listOf, nothing, number, optionalText, text, texts } from '../fields.ts';

/** Who wrote to an account (official page 95159). */
export type KfCustomer = {
  externalUserId: string;
  name: string;
  avatar: string | undefined;
  gender: 'male' | 'female' | undefined;
  /** Told where the corp is bound to a WeChat developer account. */
  unionId: string | undefined;
  /** By what they came last, where it was asked for. */
  scene: string | undefined;
};

/** Whom customers may be handed on to for good: members of the customer-contact list, and groups. */
export type KfUpgrades = { userIds: string[]; departmentIds: number[]; chatIds: string[] };

const MOST = 100;
const MALE = 1;
const FEMALE = 2;

const BATCH_GET: Endpoint<KfCustomer[]> = {
  path: 'kf/customer/batchget',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      customer_list: listOf(
        z
          .object({
            external_userid: z.string().min(1),
            ...{ nickname: text, avatar: optionalText, gender: number(0), unionid: optionalText },
            enter_session_context: z.object({ scene: optionalText }).nullish(),
          })
          .transform(
            (of): KfCustomer => ({
              ...{ externalUserId: of.external_userid, name: of.nickname, avatar: of.avatar },
              gender: of.gender === MALE ? 'male' : of.gender === FEMALE ? 'female' : undefined,
              ...{ unionId: of.unionid, scene: of.enter_session_context?.scene },
            }),
          ),
      ),
    })
    .transform(of => of.customer_list),
};

const UPGRADES: Endpoint<KfUpgrades> = {
  path: 'kf/customer/get_upgrade_service_config',
  method: 'GET',
  effect: 'repeatable',
  answer: z
    .object({
      member_range: z.object({ userid_list: texts, department_id_list: listOf(z.number()) }).nullish(),
      groupchat_range: z.object({ chat_id_list: texts }).nullish(),
    })
    .transform(of => ({
      userIds: of.member_range?.userid_list ?? [],
      departmentIds: of.member_range?.department_id_list ?? [],
      chatIds: of.groupchat_range?.chat_id_list ?? [],
    })),
};

const UPGRADE: Endpoint<undefined> = {
  path: 'kf/customer/upgrade_service',
  method: 'POST',
  effect: 'repeatable',
  answer: nothing,
};
const CANCEL_UPGRADE: Endpoint<undefined> = { ...UPGRADE, path: 'kf/customer/cancel_upgrade_service' };

/** Who they are. Somebody the platform does not know, or who has not written within 48 hours, is missing. */
export async function readKfCustomers(
  client: WecomClient,
  externalUserIds: readonly string[],
): Promise<Outcome<KfCustomer[]>> {
  const found: KfCustomer[] = [];
  for (let at = 0; at < externalUserIds.length; at += MOST) {
    const page = await client.call(BATCH_GET, {
      external_userid_list: externalUserIds.slice(at, at + MOST),
      need_enter_session_context: 1,
    });
    if (!page.ok) return page;
    found.push(...page.data);
  }
  return done(found);
}

/** Official page 94674. */
export function readKfUpgrades(client: WecomClient): Promise<Outcome<KfUpgrades>> {
  return client.call(UPGRADES);
}

/** Offers the customer a member of their own, or a group, beside the session. */
export async function offerKfUpgrade(
  client: WecomClient,
  session: { openKfId: string; externalUserId: string },
  offer: { userId: string; words: string } | { chatId: string; words: string },
): Promise<Outcome<undefined>> {
  if (offer.words === '') return ownFailure('invalid_request', 'wording is required');
  const to =
    'userId' in offer
      ? { type: 1, member: { userid: offer.userId, wording: offer.words } }
      : { type: 2, groupchat: { chat_id: offer.chatId, wording: offer.words } };
  return await client.call(UPGRADE, { ...namesOf(session), ...to });
}

export function cancelKfUpgrade(
  client: WecomClient,
  session: { openKfId: string; externalUserId: string },
): Promise<Outcome<undefined>> {
  return client.call(CANCEL_UPGRADE, namesOf(session));
}

function namesOf({ openKfId, externalUserId }: { openKfId: string; externalUserId: string }) {
  return { open_kfid: openKfId, external_userid: externalUserId };
}
