import { z } from 'zod';
import type { WecomClient } from '../../client.ts';
import type { Endpoint } from '../../endpoint.ts';
import { ownFailure } from '../../errors.ts';
import { done, type Outcome } from '../../outcome.ts';
import { listOf, nothing, optionalText, text } from '../fields.ts';

/** A customer-service account (客服账号) of 微信客服, official pages 94661 to 94665. */
export type KfAccount = {
  openKfId: string;
  name: string;
  avatar: string | undefined;
  /** The app may act in its sessions; without it the account can only be read. */
  isManaged: boolean;
};

/** A change leaves out what stays. The picture is a media_id of an upload. */
export type KfAccountContent = { name?: string | undefined; mediaId?: string | undefined };

const PAGE = 100;
const MOST_CHARACTERS = 16;
const SCENE = /^[0-9a-zA-Z_-]{1,32}$/;
/** Bytes of `scene_param` before it is encoded. */
const MOST_PARAM = 128;

const LIST: Endpoint<KfAccount[]> = {
  path: 'kf/account/list',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      account_list: listOf(
        z
          .object({
            open_kfid: z.string().min(1),
            name: text,
            avatar: optionalText,
            manage_privilege: z.boolean().nullish(),
          })
          .transform(of => ({
            ...{ openKfId: of.open_kfid, name: of.name, avatar: of.avatar },
            isManaged: of.manage_privilege ?? false,
          })),
      ),
    })
    .transform(of => of.account_list),
};

const ADD: Endpoint<string> = {
  path: 'kf/account/add',
  method: 'POST',
  effect: 'once',
  answer: z.object({ open_kfid: z.string().min(1) }).transform(of => of.open_kfid),
};
const UPDATE: Endpoint<undefined> = {
  path: 'kf/account/update',
  method: 'POST',
  effect: 'repeatable',
  answer: nothing,
};
const DELETE: Endpoint<undefined> = { ...UPDATE, path: 'kf/account/del' };

/** To ask for the address of a scene again gives it again. */
const CONTACT_WAY: Endpoint<string> = {
  path: 'kf/add_contact_way',
  method: 'POST',
  effect: 'repeatable',
  answer: z.object({ url: z.string().min(1) }).transform(of => of.url),
};

/** All accounts the app may see, by offset. */
export async function listKfAccounts(client: WecomClient): Promise<Outcome<KfAccount[]>> {
  const found: KfAccount[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const page = await client.call(LIST, { offset, limit: PAGE });
    if (!page.ok) return page;
    found.push(...page.data);
    if (page.data.length < PAGE) return done(found);
  }
}

/** Makes an account of at most 16 characters. `uncertain`: look for one of this name before another is made. */
export async function addKfAccount(
  client: WecomClient,
  { name, mediaId }: { name: string; mediaId: string },
): Promise<Outcome<string>> {
  const fault = faultOf(name);
  return fault ? ownFailure('invalid_request', fault) : await client.call(ADD, { name, media_id: mediaId });
}

export async function changeKfAccount(
  client: WecomClient,
  openKfId: string,
  { name, mediaId }: KfAccountContent,
): Promise<Outcome<undefined>> {
  const fault = name === undefined ? undefined : faultOf(name);
  if (fault) return ownFailure('invalid_request', fault);
  const body = { ...(name !== undefined && { name }), ...(mediaId !== undefined && { media_id: mediaId }) };
  return await client.call(UPDATE, { open_kfid: openKfId, ...body });
}

/** The account and its sessions are gone, for good. */
export function deleteKfAccount(client: WecomClient, openKfId: string): Promise<Outcome<undefined>> {
  return client.call(DELETE, { open_kfid: openKfId });
}

/** The address by which customers reach the account; who comes by it comes with this scene. */
export async function addKfContactWay(
  client: WecomClient,
  openKfId: string,
  scene: string,
): Promise<Outcome<string>> {
  if (!SCENE.test(scene)) return ownFailure('invalid_request', 'scene: 1 to 32 of 0-9 a-z A-Z _ -');
  return await client.call(CONTACT_WAY, { open_kfid: openKfId, scene });
}

/**
 * The address with words of our own, which come back as `scene_param`.
 * @throws RangeError more than WeCom keeps would come back as another.
 */
export function kfUrlWithParam(url: string, param: string): string {
  if (Buffer.byteLength(param) > MOST_PARAM) throw new RangeError(`scene_param: at most ${MOST_PARAM} bytes`);
  return `${url}${url.includes('?') ? '&' : '?'}scene_param=${encodeURIComponent(param)}`;
}

function faultOf(name: string): string | undefined {
  return name === '' || [...name].length > MOST_CHARACTERS
    ? `name: 1 to ${MOST_CHARACTERS} characters`
    : undefined;
}
