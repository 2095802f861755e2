import { describe, expect, it } from 'vitest';
import { dedupeKeyOf, readEvent } from './events.ts';
import { parseFields } from './xml.ts';

const envelope =
  '<ToUserName><![CDATA[ww1]]></ToUserName><FromUserName><![CDATA[sys]]></FromUserName>' +
  '<CreateTime>1780459200</CreateTime><MsgType><![CDATA[event]]></MsgType>';

function read(event: string, change: string, rest: string) {
  const kind = `<Event><![CDATA[${event}]]></Event>${change && `<ChangeType>${change}</ChangeType>`}`;
  const fields = parseFields(`<xml>${envelope}${kind}${rest}</xml>`);
  return fields && readEvent(fields);
}

const pair = '<UserID><![CDATA[zhangsan]]></UserID><ExternalUserID><![CDATA[wmA]]></ExternalUserID>';
const ids = { userId: 'zhangsan', externalUserId: 'wmA' };

describe('customer events', () => {
  it.each(['add_external_contact', 'add_half_external_contact', 'msg_audit_approved'])('%s', change => {
    const rest = `${pair}<State><![CDATA[spring&amp;sale]]></State><WelcomeCode><![CDATA[wc]]></WelcomeCode>`;
    expect(read('change_external_contact', change, rest)).toMatchObject({
      ...ids,
      event: 'change_external_contact',
      change,
      state: 'spring&amp;sale',
      welcomeCode: 'wc',
      receiver: 'ww1',
      at: new Date('2026-06-03T12:00:00+08:00'),
    });
    const bare = read('change_external_contact', change, `${pair}<State></State>`);
    expect(bare).toMatchObject({ ...ids, state: undefined, welcomeCode: undefined });
  });

  it('tells a transfer from a deletion', () => {
    const deleted = read('change_external_contact', 'del_external_contact', pair);
    expect(deleted).toMatchObject({ change: 'del_external_contact', byTransfer: false });
    const source = '<Source>DELETE_BY_TRANSFER</Source>';
    const moved = read('change_external_contact', 'del_external_contact', pair + source);
    expect(moved).toMatchObject({ byTransfer: true });
  });

  it('reads edits, losses and failed transfers', () => {
    expect(read('change_external_contact', 'edit_external_contact', pair)).toMatchObject(ids);
    expect(read('change_external_contact', 'del_follow_user', pair)).toMatchObject(ids);
    const failed = read(
      'change_external_contact',
      'transfer_fail',
      `<FailReason>customer_refused</FailReason>${pair}`,
    );
    expect(failed).toMatchObject({ ...ids, change: 'transfer_fail', failReason: 'customer_refused' });
  });
});

describe('other events', () => {
  it('reads group changes with one, several and no members', () => {
    const chat = '<ChatId>wrA</ChatId>';
    expect(read('change_external_chat', 'create', chat)).toMatchObject({ change: 'create', chatId: 'wrA' });
    expect(read('change_external_chat', 'dismiss', chat)).toMatchObject({ change: 'dismiss', chatId: 'wrA' });
    const update = (list: string) =>
      read(
        'change_external_chat',
        'update',
        `${chat}<UpdateDetail>add_member</UpdateDetail><JoinScene>3</JoinScene><MemChangeCnt>2</MemChangeCnt>${list}` +
          '<LastMemVer>9c3</LastMemVer><CurMemVer>551</CurMemVer>',
      );
    const two = update('<MemChangeList><Item>wmA</Item><Item><![CDATA[007]]></Item></MemChangeList>');
    expect(two).toMatchObject({
      detail: 'add_member',
      joinScene: 3,
      quitScene: undefined,
      changedCount: 2,
      changedMembers: ['wmA', '007'],
      lastMemberVersion: '9c3',
      memberVersion: '551',
    });
    expect(update('<MemChangeList><Item>wmA</Item></MemChangeList>')).toMatchObject({
      changedMembers: ['wmA'],
    });
    for (const none of ['', '<MemChangeList/>', '<MemChangeList>\n</MemChangeList>'])
      expect(update(none)).toMatchObject({ changedMembers: [] });
  });

  it('reads tag changes', () => {
    const tag = read('change_external_tag', 'update', '<Id>etA</Id><TagType>tag_group</TagType>');
    expect(tag).toMatchObject({ change: 'update', id: 'etA', tagType: 'tag_group', strategyId: undefined });
    const shuffled = read('change_external_tag', 'shuffle', '<Id></Id><StrategyId>7</StrategyId>');
    expect(shuffled).toMatchObject({ change: 'shuffle', id: undefined, strategyId: '7' });
  });

  it('reads directory changes', () => {
    const moved = '<UserID>a</UserID><NewUserID>b</NewUserID><Department><![CDATA[1,22,3]]></Department>';
    expect(read('change_contact', 'update_user', moved)).toMatchObject({
      userId: 'a',
      newUserId: 'b',
      departments: [1, 22, 3],
    });
    expect(read('change_contact', 'delete_party', '<Id>2</Id>')).toMatchObject({ departmentId: '2' });
    expect(read('change_contact', 'update_tag', '<TagId>1</TagId>')).toMatchObject({ tagId: '1' });
  });

  it('reads acquisition links and the customer service', () => {
    const soon = '<ExpireTime>1780459200</ExpireTime><ExpireQuotaNum>100</ExpireQuotaNum>';
    expect(read('customer_acquisition', 'quota_expire_soon', soon)).toMatchObject({
      change: 'quota_expire_soon',
      expiresAt: new Date(1_780_459_200_000),
      expiringQuota: 100,
    });
    const chat = '<LinkId>cawA</LinkId><State>s</State><ChatKey>k</ChatKey>';
    expect(read('customer_acquisition', 'customer_start_chat', chat)).toMatchObject({
      linkId: 'cawA',
      state: 's',
      chatKey: 'k',
    });
    expect(read('kf_msg_or_event', '', '<Token>ENC</Token><OpenKfId>wkA</OpenKfId>')).toMatchObject({
      event: 'kf_msg_or_event',
      token: 'ENC',
      openKfId: 'wkA',
    });
  });

  it('keeps what it does not know, and what lacks a part, as it came', () => {
    expect(read('change_external_contact', 'teleported', pair)).toMatchObject({
      event: 'unknown',
      name: 'change_external_contact',
      change: 'teleported',
      fields: { ExternalUserID: 'wmA' },
    });
    expect(read('change_external_contact', 'del_follow_user', '<UserID>a</UserID>')).toMatchObject({
      event: 'unknown',
    });
    expect(read('toString', '', '')).toMatchObject({ event: 'unknown', name: 'toString' });
    expect(readEvent({ Event: 'subscribe' })).toBeUndefined();
  });
});

describe('bodies', () => {
  it('decodes entities in text, not in CDATA, and keeps digits as they are', () => {
    expect(
      parseFields(
        '<xml><A>a &lt;b&gt; &amp;amp; &#31169;&#x57DF; &nbsp; &#0;</A><B><![CDATA[&lt;]]></B></xml>',
      ),
    ).toEqual({
      A: 'a <b> &amp; 私域 &nbsp; &#0;',
      B: '&lt;',
    });
    expect(parseFields('<xml><A>007</A><B>6917926768823643751</B><C> x </C></xml>')).toEqual({
      A: '007',
      B: '6917926768823643751',
      C: 'x',
    });
    expect(parseFields('<xml>\n<A>\n<![CDATA[x ]]>\n</A>\n</xml>')).toEqual({ A: 'x ' });
  });

  it('takes JSON for the same thing', () => {
    expect(parseFields('{"a":1,"b":{"c":[true,null,"x"]}}')).toEqual({ a: '1', b: { c: ['true', '', 'x'] } });
    const xml = parseFields('<xml><B><D>1</D><C>2</C></B><A>3</A></xml>');
    const json = parseFields('{"a":3,"b":{"c":2,"d":1}}');
    expect(xml && dedupeKeyOf(xml)).toBe(json && dedupeKeyOf(json));
  });

  it.each([
    ['no XML', 'hello'],
    ['a broken element', '<xml><a>1</b></xml>'],
    ['another root', '<html></html>'],
    ['a text alone', '<xml>1</xml>'],
    ['a DOCTYPE', '<!DOCTYPE xml [<!ENTITY a "b">]><xml><A>&a;</A></xml>'],
    ['a prototype', '<xml><__proto__><a>1</a></__proto__></xml>'],
    ['too deep XML', `<xml>${'<a>'.repeat(50)}1${'</a>'.repeat(50)}</xml>`],
    ['too deep JSON', `{"a":${'['.repeat(50)}${']'.repeat(50)}}`],
    ['a NUL', '<xml><A>\0</A></xml>'],
    ['a NUL spelled in JSON', '{"a":"\\u0000"}'],
    ['half a surrogate in JSON', '{"a":"\\ud800"}'],
  ])('refuses %s', (_, body) => {
    expect(parseFields(body)).toBeUndefined();
  });
});
