import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { listOf, nothing, number, optionalText, text } from './fields.ts';

/** 「加入群聊」 (official page 92229): a code behind which up to five groups wait, filled one after the other. */
export type JoinWay = JoinWayContent & { configId: string; codeUrl: string | undefined };

export type JoinWayContent = {
  /** The groups, the next to be filled first. */
  chatIds: readonly string[];
  /** Comes back with everybody who joins this way: at most 30 characters. */
  state: string;
  remark: string;
  /** When all are full WeCom makes a further one of this name and number. */
  further: { name: string; number: number } | undefined;
};

const PATH = 'externalcontact/groupchat';
const CODE = 2;
const MOST_CHATS = 5;
const MOST = { state: 30, remark: 30, name: 40 };

const ADD: Endpoint<string> = {
  path: `${PATH}/add_join_way`,
  method: 'POST',
  effect: 'once',
  answer: z.object({ config_id: z.string().min(1) }).transform(of => of.config_id),
};

const GET: Endpoint<JoinWay> = {
  path: `${PATH}/get_join_way`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      join_way: z.object({
        config_id: z.string().min(1),
        remark: text,
        auto_create_room: number(1),
        room_base_name: text,
        room_base_id: number(1),
        chat_id_list: listOf(z.string()),
        qr_code: optionalText,
        state: text,
      }),
    })
    .transform(({ join_way: of }) => ({
      configId: of.config_id,
      codeUrl: of.qr_code,
      chatIds: of.chat_id_list,
      state: of.state,
      remark: of.remark,
      further: of.auto_create_room ? { name: of.room_base_name, number: of.room_base_id } : undefined,
    })),
};

const CHANGE: Endpoint<undefined> = {
  path: `${PATH}/update_join_way`,
  method: 'POST',
  effect: 'repeatable',
  answer: nothing,
};

const REMOVE: Endpoint<undefined> = { ...CHANGE, path: `${PATH}/del_join_way` };

/** Makes a way; its picture comes with `getJoinWay` only. */
export async function addJoinWay(client: WecomClient, content: JoinWayContent): Promise<Outcome<string>> {
  const fault = faultOf(content);
  return fault ? ownFailure('invalid_request', fault) : await client.call(ADD, bodyOf(content));
}

export function getJoinWay(client: WecomClient, configId: string): Promise<Outcome<JoinWay>> {
  return client.call(GET, { config_id: configId });
}

/** Puts other groups behind the code; all of it is replaced. */
export async function changeJoinWay(
  client: WecomClient,
  configId: string,
  content: JoinWayContent,
): Promise<Outcome<undefined>> {
  const fault = faultOf(content);
  if (fault) return ownFailure('invalid_request', fault);
  return await client.call(CHANGE, { config_id: configId, ...bodyOf(content) });
}

export function removeJoinWay(client: WecomClient, configId: string): Promise<Outcome<undefined>> {
  return client.call(REMOVE, { config_id: configId });
}

function bodyOf({ chatIds, state, remark, further }: JoinWayContent) {
  return {
    ...{ scene: CODE, chat_id_list: chatIds, state, remark, auto_create_room: further ? 1 : 0 },
    ...(further && { room_base_name: further.name, room_base_id: further.number }),
  };
}

function faultOf({ chatIds, state, remark, further }: JoinWayContent): string | undefined {
  if (chatIds.length < 1 || chatIds.length > MOST_CHATS) return `groups: 1 to ${MOST_CHATS}`;
  if ([...state].length > MOST.state) return `state: at most ${MOST.state} characters`;
  if ([...remark].length > MOST.remark) return `remark: at most ${MOST.remark} characters`;
  if ([...(further?.name ?? '')].length > MOST.name) return `name: at most ${MOST.name} characters`;
  return undefined;
}
