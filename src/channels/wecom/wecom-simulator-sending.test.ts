import { beforeEach, describe, expect, it } from 'vitest';
import { MINUTE, SECOND } from '#platform/clock.ts';
import { createMassMessage, listMassMessages } from './api/mass-messages.ts';
import { wecomChannel } from './channel.ts';
import type { WecomClient } from './client.ts';
import { orThrow } from './outcome.ts';
import { CORP, corp, customerId, Simulated } from './testing/simulated.ts';
import { created } from './testing/task-outcomes.ts';

const simulated = new Simulated();
let client: WecomClient;
beforeEach(() => {
  client = simulated.client();
});

describe('mass messages', () => {
  const message = { text: '本周新品 🌱', attachments: [] };
  const toOne = { sender: 'ann', to: { people: [customerId(1)] }, message };
  const dispatch = () => simulated.admin.advance(5);

  it('wait for their dispatch and their member, then tell who received them', async () => {
    const channel = wecomChannel(client);
    const recipients = [0, 1, 2, 3].map(customerId);
    const task = await channel.createTask({
      sender: 'ann',
      to: { people: [...recipients, 'wmnobody'] },
      message: {
        text: message.text,
        attachments: [{ kind: 'link', title: '新品', url: 'https://shop.example/new', description: '看看' }],
      },
    });
    const { taskId, refused } = created(task);
    expect(refused).toEqual(['wmnobody']);
    expect(await channel.taskStatus(taskId, 'ann')).toEqual({ state: 'dispatching', deliveries: [] });
    await dispatch();
    const waiting = await channel.taskStatus(taskId, 'ann');
    expect(waiting.state).toBe('waiting');
    expect(waiting.deliveries.map(delivery => [delivery.recipient, delivery.state]).sort()).toEqual(
      recipients.map(recipient => [recipient, 'waiting']),
    );
    await simulated.admin.customerDeletes(CORP, customerId(3), 'ann');
    await simulated.admin.confirm(CORP, taskId, 'ann');
    const sent = await channel.taskStatus(taskId, 'ann');
    expect(sent.state).toBe('confirmed');
    expect(sent.confirmedAt).toBeInstanceOf(Date);
    const states = Object.fromEntries(sent.deliveries.map(delivery => [delivery.recipient, delivery.state]));
    expect(states).toEqual({
      [customerId(0)]: 'delivered',
      [customerId(1)]: 'delivered',
      [customerId(2)]: 'delivered',
      [customerId(3)]: 'gone',
    });
    expect((await simulated.admin.counts()).received).toBe(3);
  });

  it.each([1, 2] as const)('count as confirmed with status %i', async sentTaskStatus => {
    await simulated.admin.changeSettings({ sentTaskStatus });
    const channel = wecomChannel(client);
    const { taskId } = created(await channel.createTask(toOne));
    await dispatch();
    await simulated.admin.confirm(CORP, taskId, 'ann');
    expect(await channel.taskStatus(taskId, 'ann')).toMatchObject({ state: 'confirmed' });
  });

  it('beyond the cap are told as capped', async () => {
    await simulated.admin.changeSettings({ receiveCap: 'day', massPerMemberAndDay: 5 });
    const channel = wecomChannel(client);
    const states = [];
    for (const text of ['first', 'second']) {
      const task = { ...toOne, message: { text, attachments: [] } };
      const { taskId } = created(await channel.createTask(task));
      await dispatch();
      await simulated.admin.confirm(CORP, taskId, 'ann');
      states.push((await channel.taskStatus(taskId, 'ann')).deliveries[0]?.state);
    }
    expect(states).toEqual(['delivered', 'capped']);
  });

  it('go to groups', async () => {
    const channel = wecomChannel(client);
    const task = { sender: 'ann', to: { groups: ['wrGroup'] }, message };
    const { taskId } = created(await channel.createTask(task));
    await dispatch();
    await simulated.admin.confirm(CORP, taskId, 'ann');
    expect(await channel.taskStatus(taskId, 'ann')).toMatchObject({
      state: 'confirmed',
      deliveries: [{ recipient: 'wrGroup', state: 'delivered' }],
    });
    const found = await channel.listTasks(
      new Date(simulated.clock.now().getTime() - MINUTE),
      new Date(simulated.clock.now().getTime() + MINUTE),
    );
    expect(found.map(task => task.taskId)).toEqual([taskId]);
  });

  it('without anybody to reach create no task', async () => {
    const task = { sender: 'ann', to: { people: ['wmnobody'] }, message };
    expect(await wecomChannel(client).createTask(task)).toMatchObject({
      outcome: 'refused',
      again: false,
      code: '41048',
    });
  });

  it('can be reminded of three times a day, and cancelled', async () => {
    const channel = wecomChannel(client);
    const { taskId } = created(await channel.createTask(toOne));
    await dispatch();
    const reminders = [];
    for (let round = 0; round < 4; round += 1) reminders.push(await channel.remind(taskId));
    expect(reminders).toEqual(['reminded', 'reminded', 'reminded', 'too_often']);
    await channel.cancel(taskId);
    await channel.cancel(taskId);
    expect(await channel.remind(taskId)).toBe('cancelled');
    await simulated.admin.confirmAll(CORP);
    expect((await simulated.admin.counts()).received).toBe(0);
  });

  it('of which the answer was lost are found, and none is made twice', async () => {
    const channel = wecomChannel(client);
    const other = created(await channel.createTask({ ...toOne, sender: 'bob' }));
    await simulated.admin.addFault({
      kind: 'close_after',
      path: 'externalcontact/add_msg_template',
      times: 1,
    });
    const begun = simulated.clock.now();
    const recipients = [customerId(1), customerId(2)];
    const task = { sender: 'ann', to: { people: recipients }, message };
    expect(await channel.createTask(task)).toMatchObject({ outcome: 'uncertain' });
    const now = () => new Date(simulated.clock.now().getTime() + 10 * SECOND);
    const lost = async () =>
      (await channel.listTasks(begun, now())).filter(task => task.taskId !== other.taskId);
    expect(await channel.taskStatus((await lost())[0]?.taskId ?? '', 'ann')).toMatchObject({
      state: 'dispatching',
    });
    await dispatch();
    const found = await lost();
    expect(found).toHaveLength(1);
    expect(await channel.taskStatus(other.taskId, 'ann')).toMatchObject({ state: 'not_theirs' });
    expect(found[0]).toMatchObject({ text: message.text });
    expect(found[0]?.taskId).not.toBe(other.taskId);
    const status = await channel.taskStatus(found[0]?.taskId ?? '', 'ann');
    expect(status.deliveries.map(delivery => delivery.recipient).sort()).toEqual(recipients);
    await simulated.admin.confirmAll(CORP);
    expect(
      (await simulated.admin.counts()).repeated.filter(row => row.msgids.includes(found[0]?.taskId ?? '')),
    ).toEqual([expect.objectContaining({ external_userid: customerId(1), count: 2 })]);
    expect(await simulated.calls('externalcontact/add_msg_template')).toBe(2);
  });

  it('that never reached WeCom are not found', async () => {
    const channel = wecomChannel(client);
    await simulated.admin.addFault({
      kind: 'close_before',
      path: 'externalcontact/add_msg_template',
      times: 1,
    });
    const begun = simulated.clock.now();
    expect(await channel.createTask(toOne)).toMatchObject({ outcome: 'uncertain' });
    await dispatch();
    expect(await channel.listTasks(begun, new Date(simulated.clock.now().getTime() + MINUTE))).toEqual([]);
  });

  it('that WeCom answers too late for are uncertain, and found', async () => {
    const hasty = wecomChannel(simulated.client({ timeout: 150 }));
    const begun = simulated.clock.now();
    await simulated.admin.addFault({
      kind: 'slow',
      path: 'externalcontact/add_msg_template',
      milliseconds: 400,
      times: 1,
    });
    expect(await hasty.createTask(toOne)).toMatchObject({ outcome: 'uncertain' });
    await dispatch();
    expect(await hasty.listTasks(begun, new Date(simulated.clock.now().getTime() + MINUTE))).toHaveLength(1);
  });

  it('that were cancelled are listed beside the others', async () => {
    await simulated.admin.changeSettings({ cancelledHidesResults: true });
    const channel = wecomChannel(client);
    const begun = simulated.clock.now();
    const cancelled = created(await channel.createTask(toOne));
    const kept = created(await channel.createTask(toOne));
    await dispatch();
    await channel.cancel(cancelled.taskId);
    const found = await channel.listTasks(begun, new Date(simulated.clock.now().getTime() + MINUTE));
    expect(found.map(one => one.taskId)).toEqual([cancelled.taskId, kept.taskId]);
    expect(await channel.taskStatus(cancelled.taskId, 'ann')).toEqual({ state: 'cancelled', deliveries: [] });
  });

  it('that were confirmed stay so when they are cancelled afterwards', async () => {
    const channel = wecomChannel(client);
    const { taskId } = created(await channel.createTask(toOne));
    await dispatch();
    await simulated.admin.confirm(CORP, taskId, 'ann');
    await channel.cancel(taskId);
    expect(await channel.taskStatus(taskId, 'ann')).toMatchObject({
      state: 'confirmed',
      deliveries: [{ recipient: customerId(1), state: 'delivered' }],
    });
  });

  it('are listed with those of members', async () => {
    await simulated.admin.memberBroadcasts(CORP, 'ann', '我自己发的', [customerId(1)]);
    const from = new Date(simulated.clock.now().getTime() - MINUTE);
    const to = new Date(simulated.clock.now().getTime() + MINUTE);
    const own = orThrow(await listMassMessages(client, 'single', from, to, 'member'));
    expect(own).toMatchObject([{ creator: 'ann', createdBy: 'member', text: '我自己发的' }]);
    expect(orThrow(await listMassMessages(client, 'single', from, to, 'corp'))).toEqual([]);
    expect(await wecomChannel(client).listTasks(from, to)).toEqual([]);
  });

  it('tell results over pages', async () => {
    const many = Array.from({ length: 1_200 }, (_, index) => ({
      external_userid: `wmany${index}`,
      name: `${index}`,
      follow_user: [{ userid: 'ann' }],
    }));
    await simulated.begin({ ...corp(), customers: many });
    const channel = wecomChannel(simulated.client());
    const recipients = many.map(one => one.external_userid);
    const task = { sender: 'ann', to: { people: recipients }, message };
    const { taskId } = created(await channel.createTask(task));
    await dispatch();
    await simulated.admin.confirm(CORP, taskId, 'ann');
    const status = await channel.taskStatus(taskId, 'ann');
    expect(new Set(status.deliveries.map(delivery => delivery.recipient)).size).toBe(1_200);
    expect(status.deliveries.every(delivery => delivery.state === 'delivered')).toBe(true);
  });

  it('are refused for a sender who may not', async () => {
    const to = { externalUserIds: [customerId(1)] };
    expect(await createMassMessage(client, { sender: 'nobody', to, message })).toMatchObject({ ok: false });
  });
});
