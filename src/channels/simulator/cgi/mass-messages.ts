import { staffMayConfirm } from '../people/habits.ts';
import type { Content } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { type Endpoint, read } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { readContent } from './mass-content.ts';
import { audienceBody, planTasks } from './mass-targets.ts';
import { refuseStaleMedia } from './media.ts';

export type MassMessage = {
  corpid: string;
  chatType: 'single' | 'group';
  /** The app; null when a member made it in the client. */
  agentid: number | null;
  /** Only of messages that a member made: those of the API have no creator. */
  creator: string | null;
  allowSelect: boolean;
  content: Content;
  tasks: Map<string, string[]>;
};

/** Only creates tasks; nothing is sent until a member confirms. */
export const addMsgTemplate: Endpoint = {
  path: 'externalcontact/add_msg_template',
  method: 'POST',
  may: 'customer_contact',
  empty: { fail_list: [] },
  answer(call) {
    const { simulation, app, body } = call;
    const audience = read(audienceBody, body);
    const content = readContent(body, simulation.settings);
    refuseStaleMedia(simulation, app.corpid, content);
    const { tasks, failed } = planTasks(call, audience);
    if ([...tasks.values()].every(targets => targets.length === 0))
      throw new Refusal(41048, { fail_list: failed });
    const msgid = createMessage(simulation, {
      corpid: app.corpid,
      chatType: audience.chat_type,
      agentid: app.agentid,
      creator: null,
      allowSelect: audience.allow_select,
      content,
      tasks,
    });
    return { fail_list: failed, msgid };
  },
};

/** @returns the msgid. */
export function createMessage(simulation: Simulation, message: MassMessage): string {
  const { store, clock, chance, settings } = simulation;
  const msgid = chance.name('msg', 26);
  const now = clock.milliseconds();
  const byMember = message.creator !== null;
  const dispatched = byMember ? now : now + settings.dispatchSeconds * 1_000;
  store.run(
    `insert into mass_messages (corpid, msgid, agentid, creator, chat_type, create_type, created_at, dispatched_at,
       allow_select, content_json) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    message.corpid,
    msgid,
    message.agentid,
    message.creator,
    message.chatType,
    Number(byMember),
    now,
    dispatched,
    Number(message.allowSelect),
    JSON.stringify(message.content),
  );
  for (const [userid, targets] of message.tasks) {
    store.run(
      'insert into mass_tasks (corpid, msgid, userid) values (?, ?, ?)',
      message.corpid,
      msgid,
      userid,
    );
    for (const target of targets)
      store.run(
        'insert into mass_targets (corpid, msgid, userid, target, status) values (?, ?, ?, ?, 0)',
        ...[message.corpid, msgid, userid, target],
      );
    if (!byMember) staffMayConfirm(simulation, { corpid: message.corpid, msgid, userid }, dispatched);
  }
  return msgid;
}
