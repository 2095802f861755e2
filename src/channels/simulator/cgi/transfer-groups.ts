import { z } from 'zod';
import { DAY } from '#platform/clock.ts';
import { writeLog } from '../recorder/recorder.ts';
import { type ChatRow, findChat, peopleOf, writeGroupPerson } from '../world/groups.ts';
import { findMember } from '../world/members.ts';
import { anyUserid, type Call, type Endpoint, read } from './endpoint.ts';
import { Refusal, textOf } from './errcodes.ts';
import { contactMember } from './permissions.ts';

const body = z.object({ chat_id_list: z.array(z.string().min(1)).min(1), new_owner: anyUserid });

/** Groups get another owner at once: those of who left, or of who works here. */
const transfer = (isOnJob: boolean): Endpoint => ({
  path: `externalcontact/groupchat/${isOnJob ? 'onjob_transfer' : 'transfer'}`,
  method: 'POST',
  may: 'customer_contact',
  empty: { failed_chat_list: [] },
  answer(call) {
    const { chat_id_list, new_owner } = read(body, call.body);
    if (chat_id_list.length > call.simulation.settings.groupsPerTransfer) throw new Refusal(40058);
    const owner = contactMember(call, new_owner);
    if (owner.status !== 1) throw new Refusal(41054);
    const failed = chat_id_list.flatMap(chat_id => {
      const errcode = handOn(call, chat_id, owner.userid, isOnJob);
      return errcode === 0 ? [] : [{ chat_id, errcode, errmsg: textOf(errcode) }];
    });
    return { failed_chat_list: failed };
  },
});

/** @returns the errcode of this group. */
function handOn({ simulation, app }: Call, chatId: string, owner: string, isOnJob: boolean): number {
  const { store, clock } = simulation;
  const chat = findChat(simulation, app.corpid, chatId);
  if (!chat) return 90501;
  const isHere = findMember(store, app.corpid, chat.owner) !== undefined;
  if (isOnJob && !isHere) return 90502;
  if (!isOnJob && isHere) return 90500;
  const fault = isOnJob ? tooOften({ simulation, app }, chat, owner) : tooLate({ simulation, app }, chat);
  if (fault !== 0) return fault;
  const now = clock.milliseconds();
  store.run(
    'update group_chats set owner = ?, inherited_at = coalesce(?, inherited_at) where id = ?',
    ...[owner, isOnJob ? null : now, chat.id],
  );
  store.run(
    'insert into group_transfers (corpid, chat_id, takeover, at) values (?, ?, ?, ?)',
    ...[app.corpid, chatId, owner, now],
  );
  const isInside = peopleOf(simulation, chat).some(one => one.person.toLowerCase() === owner.toLowerCase());
  if (!isInside)
    writeGroupPerson(
      simulation,
      { corpid: app.corpid, chat_id: chatId, person: owner, type: 1 },
      { at: now },
    );
  writeLog(simulation, {
    kind: 'action',
    corpid: app.corpid,
    what: 'group_transfer',
    detail: { chat_id: chatId, owner },
  });
  return 0;
}

type Where = Pick<Call, 'simulation' | 'app'>;

function tooOften({ simulation, app }: Where, { chat_id }: ChatRow, owner: string): number {
  const { store, clock, settings } = simulation;
  const since = (days: number) => clock.milliseconds() - days * DAY;
  const count = (where: string, ...values: (string | number)[]) =>
    store.one<{ n: number }>(`select count(*) as n from group_transfers where ${where}`, ...values)?.n ?? 0;
  const before = count(
    'corpid = ? and chat_id = ? and at > ?',
    app.corpid,
    chat_id,
    since(settings.transferWindowDays),
  );
  if (before >= settings.transfersInWindow) return 90508;
  const today = count('corpid = ? and takeover = ? and at > ?', app.corpid, owner, since(1));
  return today >= settings.groupsPerTakerAndDay ? 45009 : 0;
}

function tooLate({ simulation, app }: Where, { owner }: ChatRow): number {
  const left = simulation.store.one<{ at: number }>(
    'select at from resigned where corpid = ? and userid = ?',
    ...[app.corpid, owner],
  );
  const since = simulation.clock.milliseconds() - simulation.settings.resignedGroupDays * DAY;
  return left && left.at >= since ? 0 : 90500;
}

export const groupTransfers: readonly Endpoint[] = [transfer(false), transfer(true)];
