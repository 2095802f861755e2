import { z } from 'zod';
import type { WecomClient } from '../../client.ts';
import type { Endpoint } from '../../endpoint.ts';
import { ownFailure } from '../../errors.ts';
import type { Outcome } from '../../outcome.ts';
import { listOf, number, optionalText } from '../fields.ts';

/** Who answers for an account (接待人员, official pages 94646 and 94645): a member, or a whole department. */
export type KfServicer = {
  userId: string | undefined;
  departmentId: number | undefined;
  onDuty: boolean;
  /** Why not on duty: the member stopped, or is away for a while. */
  stopType: 'stopped' | 'away' | undefined;
};

export type KfServicers = { userIds?: readonly string[]; departmentIds?: readonly number[] };

/** What became of each; `code` 0 is done. */
export type KfServicerResult = {
  userId: string | undefined;
  departmentId: number | undefined;
  code: number;
};

const MOST_MEMBERS = 100;
const MOST_DEPARTMENTS = 20;
const ON_DUTY = 0;
const AWAY = 1;

const department = z.number().nullish();

const LIST: Endpoint<KfServicer[]> = {
  path: 'kf/servicer/list',
  method: 'GET',
  effect: 'repeatable',
  answer: z
    .object({
      servicer_list: listOf(
        z
          .object({
            userid: optionalText,
            department_id: department,
            status: number(ON_DUTY),
            stop_type: number(0),
          })
          .transform(
            (of): KfServicer => ({
              userId: of.userid,
              departmentId: of.department_id ?? undefined,
              onDuty: of.status === ON_DUTY,
              stopType: of.status === ON_DUTY ? undefined : of.stop_type === AWAY ? 'away' : 'stopped',
            }),
          ),
      ),
    })
    .transform(of => of.servicer_list),
};

/** To say twice who answers is to say it once. */
const ADD: Endpoint<KfServicerResult[]> = {
  path: 'kf/servicer/add',
  method: 'POST',
  effect: 'repeatable',
  answer: z
    .object({
      result_list: listOf(
        z.object({ userid: optionalText, department_id: department, errcode: number(0) }).transform(of => ({
          ...{ userId: of.userid, departmentId: of.department_id ?? undefined, code: of.errcode },
        })),
      ),
    })
    .transform(of => of.result_list),
};
const REMOVE: Endpoint<KfServicerResult[]> = { ...ADD, path: 'kf/servicer/del' };

export function listKfServicers(client: WecomClient, openKfId: string): Promise<Outcome<KfServicer[]>> {
  return client.call(LIST, { open_kfid: openKfId });
}

/** At most 100 members and 20 departments a call. Each has its own result. */
export function addKfServicers(
  client: WecomClient,
  openKfId: string,
  who: KfServicers,
): Promise<Outcome<KfServicerResult[]>> {
  return tell(client, ADD, openKfId, who);
}

export function removeKfServicers(
  client: WecomClient,
  openKfId: string,
  who: KfServicers,
): Promise<Outcome<KfServicerResult[]>> {
  return tell(client, REMOVE, openKfId, who);
}

async function tell(
  client: WecomClient,
  endpoint: Endpoint<KfServicerResult[]>,
  openKfId: string,
  { userIds = [], departmentIds = [] }: KfServicers,
): Promise<Outcome<KfServicerResult[]>> {
  if (userIds.length + departmentIds.length === 0) return ownFailure('invalid_request', 'nobody is named');
  if (userIds.length > MOST_MEMBERS) return ownFailure('invalid_request', `members: at most ${MOST_MEMBERS}`);
  if (departmentIds.length > MOST_DEPARTMENTS)
    return ownFailure('invalid_request', `departments: at most ${MOST_DEPARTMENTS}`);
  return await client.call(endpoint, {
    open_kfid: openKfId,
    ...(userIds.length > 0 && { userid_list: userIds }),
    ...(departmentIds.length > 0 && { department_id_list: departmentIds }),
  });
}
