import { writeLog, writeReceived } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { type Caps, capsNow, stillReceives } from './caps.ts';
import { customerReceives } from './habits.ts';

export type TaskKey = { corpid: string; msgid: string; userid: string };

/** What became of a confirmed task, by the platform's result codes. */
export type Sent = { delivered: number; notFriends: number; capped: number };
export type Confirmed = Sent | 'unknown' | 'dispatching' | 'cancelled' | 'already_sent';

type Task = {
  userid: string;
  confirmed_at: number | null;
  cancelled_at: number | null;
  dispatched_at: number;
  chat_type: 'single' | 'group';
  allow_select: number;
  content_json: string;
};
type Target = { id: number; target: string };

/**
 * The member presses 发送: every customer of the task gets the message or a reason why not.
 * @param only those the member keeps, where the message allows a choice; the others stay unsent.
 */
export function confirmTask(simulation: Simulation, asked: TaskKey, only?: readonly string[]): Confirmed {
  const { store, clock } = simulation;
  return store.transaction(() => {
    const task = findTask(simulation, asked);
    if (!task) return 'unknown';
    if (task.cancelled_at !== null) return 'cancelled';
    if (task.confirmed_at !== null) return 'already_sent';
    if (task.dispatched_at > clock.milliseconds()) return 'dispatching';
    const key = { corpid: asked.corpid, msgid: asked.msgid, userid: task.userid };
    const sent = sendAll(simulation, key, task, only);
    store.run(
      'update mass_tasks set confirmed_at = ? where corpid = ? and msgid = ? and userid = ?',
      ...[clock.milliseconds(), key.corpid, key.msgid, key.userid],
    );
    writeLog(simulation, {
      kind: 'action',
      corpid: key.corpid,
      what: 'confirm',
      detail: { ...key, ...sent },
    });
    return sent;
  });
}

function findTask({ store }: Simulation, { corpid, msgid, userid }: TaskKey): Task | undefined {
  return store.one<Task>(
    `select * from mass_tasks join mass_messages using (corpid, msgid)
     where corpid = ? and msgid = ? and userid = ?`,
    ...[corpid, msgid, userid],
  );
}

function sendAll(simulation: Simulation, key: TaskKey, task: Task, only?: readonly string[]): Sent {
  const { store } = simulation;
  const chosen = only && task.allow_select ? new Set(only) : undefined;
  const targets = store
    .all<Target>(
      'select id, target from mass_targets where corpid = ? and msgid = ? and userid = ? order by id',
      ...[key.corpid, key.msgid, key.userid],
    )
    .filter(target => !chosen || chosen.has(target.target));
  const caps = capsNow(simulation);
  const sent: Sent = { delivered: 0, notFriends: 0, capped: 0 };
  for (const target of targets) sent[sendOne(simulation, key, task, target, caps)] += 1;
  return sent;
}

const STATUS = { delivered: 1, notFriends: 2, capped: 3 } as const;

function sendOne(simulation: Simulation, key: TaskKey, task: Task, target: Target, caps: Caps): keyof Sent {
  const { store, clock } = simulation;
  const recipients = recipientsOf(simulation, key, task, target.target);
  const free = stillReceives(simulation, caps, { ...key, target: target.target });
  const outcome = recipients === undefined ? 'notFriends' : free ? 'delivered' : 'capped';
  store.run(
    'update mass_targets set status = ?, sent_at = ? where id = ?',
    ...[STATUS[outcome], outcome === 'delivered' ? clock.milliseconds() : null, target.id],
  );
  if (outcome === 'delivered')
    for (const external_userid of recipients ?? [])
      deliver(simulation, {
        ...key,
        external_userid,
        chat_id: task.chat_type === 'group' ? target.target : undefined,
        content_json: task.content_json,
      });
  return outcome;
}

/** Who sees the message: the customer, or the chat's customers. Undefined when there is no way to them any more. */
function recipientsOf({ store }: Simulation, key: TaskKey, task: Task, target: string): string[] | undefined {
  if (task.chat_type === 'single') {
    const friends = store.one(
      `select 1 from relations where corpid = ? and external_userid = ? and userid = ?
         and member_deleted = 0 and customer_deleted = 0 and half = 0`,
      ...[key.corpid, target, key.userid],
    );
    return friends ? [target] : undefined;
  }
  const owned = store.one(
    'select 1 from group_chats where corpid = ? and chat_id = ? and owner = ? and dissolved_at is null',
    ...[key.corpid, target, key.userid],
  );
  if (!owned) return undefined;
  return store
    .all<{ external_userid: string }>(
      'select person as external_userid from group_people where corpid = ? and chat_id = ? and type = 2 and left_at is null',
      ...[key.corpid, target],
    )
    .map(row => row.external_userid);
}

type Delivery = TaskKey & { external_userid: string; chat_id: string | undefined; content_json: string };

function deliver(simulation: Simulation, delivery: Delivery): void {
  writeReceived(simulation, delivery);
  simulation.store.run(
    'update relations set talked_at = ? where corpid = ? and external_userid = ? and userid = ?',
    ...[simulation.clock.milliseconds(), delivery.corpid, delivery.external_userid, delivery.userid],
  );
  customerReceives(simulation, delivery);
}
