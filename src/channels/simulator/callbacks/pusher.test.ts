import { encrypt } from '@wecom/crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '#platform/testing/eventually.ts';
import {
  AES_KEY,
  callbackReceiver,
  open,
  type Receiver,
  signatureOf,
  TOKEN,
} from '../testing/callback-receiver.ts';
import {
  ALICE,
  APP,
  BOB,
  CORP,
  START,
  smallCorp,
  type TestSimulator,
  testSimulator,
} from '../testing/small-world.ts';
import { sealEvent } from './envelope.ts';

const NOW = Math.floor(Date.parse(START) / 1_000);
const NEW = 'wmDora00000000000000000000000000';

let it: TestSimulator;
let receiver: Receiver;
beforeEach(async () => {
  receiver = await callbackReceiver();
  it = await testSimulator();
  await it.admin.setCallback(CORP, APP, { url: receiver.url, token: TOKEN, encodingAesKey: AES_KEY });
});
afterEach(async () => {
  await it.stop();
  receiver.stop();
});

const arrived = (count: number) => eventually(() => expect(receiver.pushes).toHaveLength(count));
const settled = () =>
  eventually(async () => expect(await it.admin.callbacks({ state: 'waiting' })).toEqual([]));
const states = async () => (await it.admin.callbacks()).map(callback => callback.state);
const edit = (remark: string) => it.admin.memberEdits(CORP, 'zhangsan', { external_userid: ALICE, remark });

describe('the official sample', () => {
  const ENCRYPTED =
    'RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==';

  test('opens with this receiver, and its signature is the published one', () => {
    expect(signatureOf(TOKEN, '1409659813', '1372623149', ENCRYPTED)).toBe(
      '477715d11cdb4164915debcba66cb864d751f3e6',
    );
    const { message, receiveid } = open(AES_KEY, ENCRYPTED);
    expect(receiveid).toBe('wx5823bf96d3bd56c7');
    expect(Buffer.byteLength(message)).toBe(284);
    expect(message).toContain('<Content><![CDATA[hello]]></Content>');
  });

  test('the package the simulator seals with gives the vector measured for it', () => {
    const key = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
    const random = Buffer.from('0123456789abcdef');
    const sealed = encrypt(key, '<xml><a>hi</a></xml>', 'wx5823bf96d3bd56c7', random);
    expect(sealed).toBe(
      'Q3stYC6hdFzMh9T8HCvyDAVwiZjhCu6Ju5zR2ctnxqLtENy9Ml58o8aFvt77J3Lk4+MQndznXL89cOcG/fUC+A==',
    );
    expect(open(key, sealed)).toEqual({ message: '<xml><a>hi</a></xml>', receiveid: 'wx5823bf96d3bd56c7' });
    expect(signatureOf(TOKEN, '1409659813', '1372623149', sealed)).toBe(
      '624be1cfce53c43daa939ef98324821fe9805518',
    );
  });

  test('what the simulator seals opens with it too, Chinese included', () => {
    const app = {
      corpid: 'wx5823bf96d3bd56c7',
      agentid: 218,
      callback_url: 'http://x/',
      callback_token: TOKEN,
      callback_key: AES_KEY,
    };
    const at = { timestamp: '1409659813', nonce: '1372623149' };
    const { url, body } = sealEvent(app, '<xml><a>你好</a></xml>', at, {
      signature: false,
      receiveid: false,
    });
    const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(body)?.[1] ?? '';
    expect(open(AES_KEY, encrypted)).toEqual({
      message: '<xml><a>你好</a></xml>',
      receiveid: 'wx5823bf96d3bd56c7',
    });
    expect(new URL(url).searchParams.get('msg_signature')).toBe(
      signatureOf(TOKEN, at.timestamp, at.nonce, encrypted),
    );
  });
});

describe('setting an address', () => {
  test('asks it first, and keeps its own query', async () => {
    expect(receiver.checks()).toBe(1);
    expect((await it.admin.state()).corps[0]?.apps.find(app => app.agentid === APP)?.callback).toEqual({
      url: receiver.url,
      verified: true,
    });
  });

  test('taking it away drops what still waited for it', async () => {
    await it.admin.addFault({ kind: 'callback_delay', delaySeconds: 60 });
    await edit('never heard');
    await it.admin.removeCallback(CORP, APP);
    await edit('nobody listens');
    await it.admin.advance(60);
    expect(await states()).toEqual(['dropped']);
    expect(receiver.pushes).toEqual([]);
  });

  test('refuses an address that does not know the key', async () => {
    const wrong = {
      url: receiver.url,
      token: TOKEN,
      encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    };
    await expect(it.admin.setCallback(CORP, APP, wrong)).rejects.toThrow('callback_refused');
  });

  test('of a described world the address is asked before the first push', async () => {
    const corp = smallCorp();
    const callback = { url: receiver.url, token: TOKEN, encodingAesKey: AES_KEY };
    await it.admin.beginWorld({ corps: [{ ...corp, apps: [{ agentid: APP, secret: 's', callback }] }] });
    await edit('新备注');
    await arrived(1);
    expect(receiver.checks()).toBe(2);
  });
});

describe('events', () => {
  const envelope = { ToUserName: CORP, FromUserName: 'sys', CreateTime: String(NOW), MsgType: 'event' };
  const contact = { ...envelope, Event: 'change_external_contact' };

  test('a new customer, with state and welcome code', async () => {
    const customer = { name: '朵拉', gender: 2 };
    const added = await it.admin.customerAdds(CORP, NEW, { userid: 'ZhangSan', state: 'qr-7', customer });
    await arrived(1);
    expect(receiver.events()).toEqual([
      {
        ...contact,
        ChangeType: 'add_external_contact',
        UserID: 'zhangsan',
        ExternalUserID: NEW,
        State: 'qr-7',
        WelcomeCode: added.welcomeCode,
      },
    ]);
    expect(receiver.pushes[0]).toMatchObject({ signed: true, receiveid: CORP, timestamp: String(NOW) });
    expect((await it.get('externalcontact/get', { external_userid: NEW })).follow_user[0]).toMatchObject({
      state: 'qr-7',
      add_way: 1,
    });
    await expect(it.admin.customerAdds(CORP, NEW, { userid: 'zhangsan' })).rejects.toThrow('already_friends');
  });

  test('texts are CDATA, numbers plain, nodes without a value left out', async () => {
    await it.admin.customerAdds(CORP, NEW, { userid: 'zhangsan', customer: { name: '朵拉', type: 2 } });
    await arrived(1);
    expect(receiver.pushes[0]?.xml).toBe(
      `<xml><ToUserName><![CDATA[${CORP}]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>` +
        `<CreateTime>${NOW}</CreateTime><MsgType><![CDATA[event]]></MsgType>` +
        '<Event><![CDATA[change_external_contact]]></Event><ChangeType><![CDATA[add_external_contact]]></ChangeType>' +
        `<UserID><![CDATA[zhangsan]]></UserID><ExternalUserID><![CDATA[${NEW}]]></ExternalUserID></xml>`,
    );
  });

  test('edits, but not of mobiles alone', async () => {
    await it.admin.memberEdits(CORP, 'zhangsan', { external_userid: ALICE, remark_mobiles: ['1'] });
    await edit('新备注');
    await arrived(1);
    expect(receiver.events()).toEqual([
      {
        ...contact,
        ChangeType: 'edit_external_contact',
        UserID: 'zhangsan',
        ExternalUserID: ALICE,
        State: 'qr-door',
      },
    ]);
  });

  test('the member deletes, the customer deletes and comes back', async () => {
    await it.admin.memberDeletes(CORP, 'zhangsan', BOB);
    await it.admin.customerDeletes(CORP, ALICE, 'LiSi');
    await expect(it.admin.customerReplies(CORP, ALICE, 'LiSi', '在吗')).rejects.toThrow('not_friends');
    await it.admin.customerAdds(CORP, ALICE, { userid: 'LiSi' });
    await arrived(3);
    expect(receiver.events().map(event => [event.ChangeType, event.UserID, event.ExternalUserID])).toEqual([
      ['del_external_contact', 'zhangsan', BOB],
      ['del_follow_user', 'LiSi', ALICE],
      ['add_external_contact', 'LiSi', ALICE],
    ]);
  });

  test('tags made, changed, put in another order and deleted in the console', async () => {
    const { id } = await it.admin.changeTag(CORP, { change: 'create', group_name: '口味', name: '甜' });
    await it.admin.changeTag(CORP, { change: 'update', id, name: '微甜' });
    await it.admin.changeTag(CORP, { change: 'shuffle', group_id: 'etGroupLevel' });
    await it.admin.changeTag(CORP, { change: 'shuffle' });
    await it.admin.changeTag(CORP, { change: 'delete', id });
    await arrived(6);
    expect(receiver.events().map(event => [event.Event, event.ChangeType, event.TagType, event.Id])).toEqual([
      ['change_external_tag', 'create', 'tag_group', expect.stringMatching(/^et/)],
      ['change_external_tag', 'create', 'tag', id],
      ['change_external_tag', 'update', 'tag', id],
      ['change_external_tag', 'shuffle', undefined, 'etGroupLevel'],
      ['change_external_tag', 'shuffle', undefined, ''],
      ['change_external_tag', 'delete', 'tag', id],
    ]);
  });

  test('members come, change and leave', async () => {
    await it.admin.putMember(CORP, 'zhaoliu', { name: '赵六', department: [2, 3] });
    await it.admin.putMember(CORP, 'zhaoliu', { name: '赵六', department: [1] });
    await it.admin.dismissMember(CORP, 'zhaoliu');
    await arrived(3);
    expect(
      receiver.events().map(event => [event.Event, event.ChangeType, event.UserID, event.Department]),
    ).toEqual([
      ['change_contact', 'create_user', 'zhaoliu', '2,3'],
      ['change_contact', 'update_user', 'zhaoliu', '1'],
      ['change_contact', 'delete_user', 'zhaoliu', undefined],
    ]);
    expect((await it.get('user/get', { userid: 'zhaoliu' })).errcode).toBe(60111);
  });

  test('what the API changes raises nothing, unless the world is set so', async () => {
    const pair = { userid: 'zhangsan', external_userid: ALICE };
    await it.post('externalcontact/remark', { ...pair, remark: 'x' });
    await it.post('externalcontact/mark_tag', { ...pair, add_tag: ['etNew'] });
    await it.post('externalcontact/add_corp_tag', { group_name: 'x', tag: [{ name: 'x' }] });
    expect(await it.admin.callbacks()).toEqual([]);
    await it.admin.changeSettings({ apiChangesRaiseCallbacks: true });
    await it.post('externalcontact/mark_tag', { ...pair, remove_tag: ['etNew'] });
    await arrived(1);
  });

  test('replies are kept by the simulator and told to nobody', async () => {
    await it.admin.customerReplies(CORP, ALICE, 'zhangsan', '好的');
    expect(await it.admin.replies()).toMatchObject([
      { external_userid: ALICE, userid: 'zhangsan', text: '好的' },
    ]);
    expect(await it.admin.callbacks()).toEqual([]);
  });

  test('an app hears only of members it sees', async () => {
    await it.admin.setCallback(CORP, 1_000_004, { url: receiver.url, token: TOKEN, encodingAesKey: AES_KEY });
    await it.admin.putMember(CORP, 'boss', { name: '老板', department: [1] });
    await it.admin.customerAdds(CORP, ALICE, { userid: 'boss' });
    await settled();
    expect((await it.admin.callbacks()).map(callback => callback.agentid)).toEqual([APP, APP]);
    await edit('x');
    await settled();
    expect((await it.admin.callbacks()).map(callback => callback.agentid)).toEqual([
      APP,
      APP,
      APP,
      1_000_004,
    ]);
  });
});

describe('delivery', () => {
  test('an answer other than 200 is tried again, three times in all', async () => {
    await it.admin.changeSettings({ callbackRetrySeconds: 0 });
    receiver.behave((_, tries) => (tries < 3 ? 500 : 200));
    await edit('a');
    await settled();
    expect(receiver.pushes).toHaveLength(3);
    receiver.behave(() => 500);
    await edit('b');
    await settled();
    expect(receiver.pushes).toHaveLength(6);
    expect(await states()).toEqual(['delivered', 'failed']);
    const log = await it.admin.log({ kind: 'callback' });
    expect(log.map(line => line.detail.outcome)).toEqual([
      'status 500',
      'status 500',
      'delivered',
      'status 500',
      'status 500',
      'status 500',
    ]);
  });

  test('an answer that does not come in time counts as none', async () => {
    await it.admin.changeSettings({ callbackTimeoutMilliseconds: 50, callbackTries: 1 });
    receiver.behave(() => 'hang');
    await edit('a');
    await settled();
    expect(await states()).toEqual(['failed']);
  });

  test('drops, doubles and delays', async () => {
    await it.admin.addFault({ kind: 'callback_drop', times: 1 });
    await edit('lost');
    await it.admin.addFault({ kind: 'callback_duplicate', times: 1 });
    await edit('twice');
    await it.admin.addFault({ kind: 'callback_delay', delaySeconds: 600, times: 1 });
    await edit('late');
    await arrived(2);
    expect(receiver.pushes[0]?.xml).toBe(receiver.pushes[1]?.xml);
    expect(await states()).toEqual(['dropped', 'delivered', 'delivered', 'waiting']);
    await it.admin.advance(600);
    await arrived(3);
  });

  test('a reordered one lets the next overtake', async () => {
    await it.admin.addFault({ kind: 'callback_reorder', times: 1 });
    await it.admin.customerDeletes(CORP, ALICE, 'zhangsan');
    await it.admin.customerDeletes(CORP, BOB, 'zhangsan');
    await arrived(2);
    expect(receiver.events().map(event => event.ExternalUserID)).toEqual([BOB, ALICE]);
  });

  test('forged signatures and foreign receiveids', async () => {
    await it.admin.addFault({ kind: 'callback_wrong_signature', times: 1 });
    await edit('a');
    await arrived(1);
    await it.admin.addFault({ kind: 'callback_wrong_receiveid', times: 1 });
    await edit('b');
    await arrived(2);
    await edit('c');
    await arrived(3);
    expect(receiver.pushes.map(push => [push.signed, push.receiveid])).toEqual([
      [false, CORP],
      [true, 'ww-somebody-else'],
      [true, CORP],
    ]);
  });

  test('the stamp on the envelope is real time even when the simulator lives in the future', async () => {
    await it.admin.advance(86_400);
    await edit('a');
    await arrived(1);
    expect(receiver.pushes[0]?.timestamp).toBe(String(NOW));
    expect(receiver.events()[0]?.CreateTime).toBe(String(NOW + 86_400));
  });
});
