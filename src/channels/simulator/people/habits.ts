import { pick, type Random } from '#platform/random.ts';
import type { Simulation } from '../simulation.ts';
import { intend } from './schedule.ts';

/** Decides whether the member will confirm a new task by themselves, and when after it is dispatched. */
export function staffMayConfirm(
  simulation: Simulation,
  task: { corpid: string; msgid: string; userid: string },
  dispatchedAt: number,
): void {
  const { staffConfirm, staffAfterSeconds } = simulation.settings.habits;
  if (staffConfirm === 0) return;
  const random = simulation.chance.about('staff', task.corpid, task.msgid, task.userid);
  if (random.next() >= staffConfirm) return;
  intend(simulation, dispatchedAt + delay(random, staffAfterSeconds), { what: 'confirm', ...task });
}

/** Decides whether the member will publish a moment by themselves, and when after they have it. */
export function staffMayPublish(
  simulation: Simulation,
  task: { corpid: string; moment_id: string; userid: string },
  createdAt: number,
): void {
  const { staffPublish, staffAfterSeconds } = simulation.settings.habits;
  if (staffPublish === 0) return;
  const random = simulation.chance.about('moment', task.corpid, task.moment_id, task.userid);
  if (random.next() >= staffPublish) return;
  intend(simulation, createdAt + delay(random, staffAfterSeconds), { what: 'publish', ...task });
}

/** Decides what a customer will do about a moment that lies in their feed now. */
export function customerSees(
  simulation: Simulation,
  seen: { corpid: string; external_userid: string; userid: string; moment_id: string },
): void {
  const { habits } = simulation.settings;
  if (habits.customersLike + habits.customersComment === 0) return;
  const { corpid, external_userid, userid, moment_id } = seen;
  const random = simulation.chance.about('feed', corpid, external_userid, userid, moment_id);
  const react = (kind: 'like' | 'comment', text: string) =>
    intend(simulation, simulation.clock.milliseconds() + delay(random, habits.customersAfterSeconds), {
      ...{ what: 'react', corpid, external_userid, userid, moment_id, kind, text },
    });
  if (random.next() < habits.customersLike) react('like', '');
  if (random.next() < habits.customersComment) react('comment', pick(random, habits.replies));
}

/** Decides what a customer will do about a message that just arrived. */
export function customerReceives(
  simulation: Simulation,
  receipt: { corpid: string; external_userid: string; userid: string; msgid: string },
): void {
  const { habits } = simulation.settings;
  if (habits.customersReply + habits.customersDelete + habits.customersMute === 0) return;
  const { corpid, external_userid, userid, msgid } = receipt;
  const random = simulation.chance.about('customer', corpid, external_userid, userid, msgid);
  const pair = { corpid, external_userid, userid };
  const after = () => simulation.clock.milliseconds() + delay(random, habits.customersAfterSeconds);
  if (random.next() < habits.customersReply)
    intend(simulation, after(), { what: 'reply', ...pair, text: pick(random, habits.replies) });
  if (random.next() < habits.customersMute) intend(simulation, after(), { what: 'mute', ...pair });
  if (random.next() < habits.customersDelete) intend(simulation, after(), { what: 'delete', ...pair });
}

/** @returns milliseconds. */
function delay(random: Random, [least, most]: [number, number]): number {
  return (least + random.next() * (most - least)) * 1_000;
}
