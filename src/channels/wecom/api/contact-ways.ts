import { z } from 'zod';
import type { WecomClient } from '../client.ts';
import type { Endpoint } from '../endpoint.ts';
import { ownFailure } from '../errors.ts';
import type { Outcome } from '../outcome.ts';
import { listOf, nextCursor, nothing, number, optionalText, text, texts, toSeconds } from './fields.ts';
import { allOf, type Page, pagesOf } from './pages.ts';

/** 「联系我」 (official page 92228): a code or a button behind which members wait. */
export type ContactWay = {
  /** Nobody can change a way whose id is lost. */
  configId: string;
  kind: 'code' | 'button';
  /** Where the picture of the code is; of a button there is none. */
  codeUrl: string | undefined;
  state: string;
  remark: string;
  asksNobody: boolean;
  userIds: string[];
  departmentIds: number[];
};

/** Whom the code leads to, and what it says of itself: a change replaces all of it. */
export type ContactWayContent = {
  userIds: readonly string[];
  departmentIds: readonly number[];
  /** Comes back with every customer who adds this way: at most 30 characters. */
  state: string;
  /** For the corp's eyes: at most 30 characters. */
  remark: string;
  /** Customers are friends at once, without a member's consent. */
  asksNobody: boolean;
};

const PATH = 'externalcontact';
const MOST_PEOPLE = 100;
const MOST_CHARACTERS = 30;
const SCENES = { button: 1, code: 2 } as const;
/** Also for one: a way made for one cannot lead to others later. */
const FOR_MANY = 2;

const ADD: Endpoint<{ configId: string; codeUrl: string | undefined }> = {
  path: `${PATH}/add_contact_way`,
  method: 'POST',
  effect: 'once',
  answer: z
    .object({ config_id: z.string().min(1), qr_code: optionalText })
    .transform(of => ({ configId: of.config_id, codeUrl: of.qr_code })),
};

const way = z
  .object({
    config_id: z.string().min(1),
    scene: number(SCENES.code),
    remark: text,
    skip_verify: z.boolean().nullish(),
    state: text,
    qr_code: optionalText,
    user: texts,
    party: listOf(z.number()),
  })
  .transform(
    (of): ContactWay => ({
      configId: of.config_id,
      kind: of.scene === SCENES.button ? 'button' : 'code',
      codeUrl: of.qr_code,
      state: of.state,
      remark: of.remark,
      asksNobody: of.skip_verify ?? true,
      userIds: of.user,
      departmentIds: of.party,
    }),
  );

const GET: Endpoint<ContactWay> = {
  path: `${PATH}/get_contact_way`,
  method: 'POST',
  effect: 'repeatable',
  answer: z.object({ contact_way: way }).transform(of => of.contact_way),
};

const LIST: Endpoint<Page<string>> = {
  path: `${PATH}/list_contact_way`,
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({ contact_way: listOf(z.object({ config_id: z.string() })), ...nextCursor })
    .transform(of => ({ items: of.contact_way.map(one => one.config_id), nextCursor: of.next_cursor })),
};

/** To say twice who waits behind a code is to say it once. */
const CHANGE: Endpoint<undefined> = {
  path: `${PATH}/update_contact_way`,
  method: 'POST',
  effect: 'repeatable',
  answer: nothing,
};

const REMOVE: Endpoint<undefined> = { ...CHANGE, path: `${PATH}/del_contact_way` };

/** Makes a way. `uncertain`: look for one of this state among `listContactWays` before another is made. */
export async function addContactWay(
  client: WecomClient,
  kind: ContactWay['kind'],
  content: ContactWayContent,
): Promise<Outcome<{ configId: string; codeUrl: string | undefined }>> {
  const fault = faultOf(content);
  if (fault) return ownFailure('invalid_request', fault);
  return await client.call(ADD, { type: FOR_MANY, scene: SCENES[kind], ...bodyOf(content) });
}

/** Leads a code to other people; its picture stays the same. */
export async function changeContactWay(
  client: WecomClient,
  configId: string,
  content: ContactWayContent,
): Promise<Outcome<undefined>> {
  const fault = faultOf(content);
  if (fault) return ownFailure('invalid_request', fault);
  return await client.call(CHANGE, { config_id: configId, ...bodyOf(content) });
}

export function getContactWay(client: WecomClient, configId: string): Promise<Outcome<ContactWay>> {
  return client.call(GET, { config_id: configId });
}

/** The ids of ways this app made in the span; those of before 2021-07-10 are not told. */
export function listContactWays(client: WecomClient, from: Date, to: Date): Promise<Outcome<string[]>> {
  const span = { start_time: toSeconds(from), end_time: toSeconds(to), limit: 1_000 };
  return allOf(pagesOf(cursor => client.call(LIST, { ...span, ...(cursor && { cursor }) })));
}

/** The code leads nowhere from now on, for good. */
export function removeContactWay(client: WecomClient, configId: string): Promise<Outcome<undefined>> {
  return client.call(REMOVE, { config_id: configId });
}

/** Always the whole of it: what is left out of a change may be emptied. */
function bodyOf({ userIds, departmentIds, state, remark, asksNobody }: ContactWayContent) {
  return { user: userIds, party: departmentIds, state, remark, skip_verify: asksNobody, style: 1 };
}

function faultOf({ userIds, departmentIds, state, remark }: ContactWayContent): string | undefined {
  if (userIds.length + departmentIds.length === 0) return 'a member or a department is required';
  if (userIds.length > MOST_PEOPLE) return `members: at most ${MOST_PEOPLE}`;
  if ([...state].length > MOST_CHARACTERS) return `state: at most ${MOST_CHARACTERS} characters`;
  if ([...remark].length > MOST_CHARACTERS) return `remark: at most ${MOST_CHARACTERS} characters`;
  return undefined;
}
