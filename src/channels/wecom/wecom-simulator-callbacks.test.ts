import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAcquisitionLink, readLinkChat } from './api/acquisition-links.ts';
import { transferCustomers } from './api/transfers.ts';
import { wecomCallback } from './callback.ts';
import { orThrow } from './outcome.ts';
import { AGENT, CORP, customerId, Simulated } from './testing/simulated.ts';

const simulated = new Simulated();
const PATIENT = { timeout: 15_000 };

describe('callbacks', () => {
  const secrets = {
    token: 'CallbackToken',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    receiveId: CORP,
  };
  const callback = wecomCallback(secrets, simulated.clock);
  const received: ReturnType<typeof callback.receive>[] = [];
  const server = createServer(async (request, response) => {
    const query = Object.fromEntries(new URL(request.url ?? '', 'http://localhost').searchParams);
    if (request.method === 'GET') {
      const verified = callback.verifyUrl(query);
      response.writeHead(verified.ok ? 200 : 403).end(verified.ok ? verified.text : '');
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const opened = callback.receive(query, Buffer.concat(chunks).toString());
    received.push(opened);
    response.writeHead(opened.ok ? 200 : 403).end();
  });
  const events = () => received.flatMap(one => (one.ok ? [one.event] : []));
  const refusals = () => received.flatMap(one => (one.ok ? [] : [one.reason]));
  const keys = () => received.flatMap(one => (one.ok ? [one.dedupeKey] : []));

  beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)));
  afterAll(() => void server.close());
  beforeEach(async () => {
    received.length = 0;
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wecom?from=tencent`;
    const { token, encodingAesKey } = secrets;
    await simulated.admin.setCallback(CORP, AGENT, { url, token, encodingAesKey });
  });

  it('are not set for an address with another token', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const set = simulated.admin.setCallback(CORP, AGENT, {
      url,
      token: 'another',
      encodingAesKey: secrets.encodingAesKey,
    });
    await expect(set).rejects.toThrow();
  });

  it('tell who comes into a customer group and goes, with the versions before and after', async () => {
    const who = { external_userid: customerId(7) };
    await simulated.admin.joinsGroup(CORP, 'wrGroup', { who });
    await simulated.admin.leavesGroup(CORP, 'wrGroup', { who, removed: true });
    await simulated.admin.editsGroup(CORP, 'wrGroup', { name: '老客群' });
    await simulated.admin.dissolvesGroup(CORP, 'wrGroup');
    await expect.poll(() => events().length, PATIENT).toBe(4);
    const chat = { event: 'change_external_chat', chatId: 'wrGroup' };
    const changed = { changedCount: 1, changedMembers: [customerId(7)] };
    const [joined, left, named, dismissed] = events();
    expect(joined).toMatchObject({ ...chat, ...changed, detail: 'add_member', joinScene: 0 });
    expect(left).toMatchObject({ ...chat, ...changed, detail: 'del_member', quitScene: 1 });
    const versions = (event: typeof joined) =>
      event && 'memberVersion' in event ? [event.lastMemberVersion, event.memberVersion] : [];
    expect(versions(left)).toEqual(versions(joined).reverse());
    expect(named).toMatchObject({ ...chat, change: 'update', detail: 'change_name' });
    expect(dismissed).toMatchObject({ ...chat, change: 'dismiss' });
  });

  it('tell what people do, typed', async () => {
    await simulated.admin.customerAdds(CORP, 'wmNew', {
      userid: 'ann',
      state: 'poster',
      customer: { name: '新客' },
    });
    await simulated.admin.memberEdits(CORP, 'ann', { external_userid: 'wmNew', remark: '新' });
    await simulated.admin.customerDeletes(CORP, 'wmNew', 'ann');
    await simulated.admin.memberDeletes(CORP, 'ann', customerId(5));
    const { id } = await simulated.admin.changeTag(CORP, {
      change: 'create',
      group_name: '新组',
      name: '新标签',
    });
    await simulated.admin.changeTag(CORP, { change: 'delete', id });
    await simulated.admin.changeTag(CORP, { change: 'shuffle' });
    await simulated.admin.putMember(CORP, 'carl', { name: '卡', department: [2] });
    await simulated.admin.dismissMember(CORP, 'bob');
    await expect
      .poll(() => new Set(events().map(event => 'change' in event && event.change)), PATIENT)
      .toEqual(
        new Set([
          'add_external_contact',
          'edit_external_contact',
          'del_follow_user',
          'del_external_contact',
          'create',
          'delete',
          'shuffle',
          'create_user',
          'delete_user',
        ]),
      );
    const unknown = events().filter(event => event.event === 'unknown');
    expect(unknown).toEqual([]);
    expect(refusals()).toEqual([]);
    expect(events()[0]).toMatchObject({
      event: 'change_external_contact',
      change: 'add_external_contact',
      userId: 'ann',
      externalUserId: 'wmNew',
      state: 'poster',
      welcomeCode: expect.stringMatching(/./),
      receiver: CORP,
    });
    expect(
      events().find(event => event.event === 'change_contact' && event.change === 'create_user'),
    ).toMatchObject({
      userId: 'carl',
      departments: [2],
    });
    expect(new Set(keys()).size).toBe(keys().length);
  });

  it('tell that customers changed hands, and that others would not', async () => {
    const client = simulated.client();
    const [goes, stays] = [customerId(5), customerId(6)];
    const pair = { from: 'ann', to: 'bob', externalUserIds: [goes, stays] };
    orThrow(await transferCustomers(client, 'on_job', pair));
    await simulated.admin.customerRefusesTransfer(CORP, stays);
    await expect.poll(() => events().length, PATIENT).toBe(1);
    await simulated.admin.advance(86_401);
    await expect.poll(() => events().length, PATIENT).toBe(3);
    const event = 'change_external_contact';
    expect(events()).toMatchObject([
      { event, change: 'transfer_fail', externalUserId: stays, failReason: 'customer_refused' },
      { event, change: 'del_external_contact', userId: 'ann', externalUserId: goes, byTransfer: true },
      { event, change: 'add_external_contact', userId: 'bob', externalUserId: goes },
    ]);
  });

  it('tell what came of acquisition links, and that little of the quota is left', async () => {
    const client = simulated.client();
    const content = { name: '抖音', userIds: ['ann'], asksNobody: false };
    const { linkId } = orThrow(await createAcquisitionLink(client, content));
    await simulated.admin.buyQuota(CORP, { count: 20 });
    const open = { external_userid: 'wmLink', customer: { name: '新客' }, customer_channel: 'x-l' };
    await simulated.admin.customerOpensLink(CORP, linkId, open);
    await simulated.admin.customerReplies(CORP, 'wmLink', 'ann', '在吗');
    await simulated.admin.customerReplies(CORP, 'wmLink', 'ann', '还在吗');
    await simulated.admin.consoleDeletesLink(CORP, linkId);
    await expect.poll(() => events().length, PATIENT).toBe(6);
    const event = 'customer_acquisition';
    expect(events()).toMatchObject([
      { event, change: 'balance_increased' },
      { event, change: 'friend_request', linkId, userId: 'ann', externalUserId: 'wmLink', state: 'x-l' },
      { change: 'add_external_contact', state: 'x-l' },
      { event, change: 'balance_low' },
      { event, change: 'customer_start_chat', linkId, chatKey: expect.stringMatching(/./) },
      { event, change: 'delete_link', linkId },
    ]);
    const chat = events()[4];
    const key = chat && 'chatKey' in chat ? (chat.chatKey ?? '') : '';
    expect(orThrow(await readLinkChat(client, key))).toMatchObject({ received: 2, linkId, userId: 'ann' });
  });

  it('sent twice have one key', async () => {
    await simulated.admin.addFault({ kind: 'callback_duplicate', times: 1 });
    await simulated.admin.memberEdits(CORP, 'ann', { external_userid: customerId(1), remark: 'x' });
    await expect.poll(() => received.length, PATIENT).toBe(2);
    expect(new Set(keys()).size).toBe(1);
  });

  it('signed by another or meant for another are refused', async () => {
    await simulated.admin.addFault({ kind: 'callback_wrong_signature', times: 1 });
    await simulated.admin.memberEdits(CORP, 'ann', { external_userid: customerId(1), remark: 'x' });
    await expect.poll(() => refusals(), PATIENT).toEqual(['bad_signature']);
    await simulated.admin.addFault({ kind: 'callback_wrong_receiveid', times: 1 });
    await simulated.admin.memberEdits(CORP, 'ann', { external_userid: customerId(1), remark: 'y' });
    await expect.poll(() => refusals(), PATIENT).toContain('wrong_receiver');
  });
});
