import { XMLBuilder } from 'fast-xml-parser';
import type { App } from '../cgi/endpoint.ts';
import { visibility } from '../cgi/permissions.ts';
import { strike } from '../faults/faults.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';

/** What a person did in the client or in the console. */
export type ContactEvent = {
  event: 'change_external_contact';
  change:
    | 'add_external_contact'
    | 'add_half_external_contact'
    | 'edit_external_contact'
    | 'del_external_contact'
    | 'del_follow_user'
    | 'transfer_fail';
  userid: string;
  external_userid: string;
  state?: string | undefined;
  welcomeCode?: string | undefined;
  source?: 'DELETE_BY_TRANSFER' | undefined;
  failReason?: 'customer_refused' | 'customer_limit_exceed' | undefined;
};
export type TagEvent = {
  event: 'change_external_tag';
  change: 'create' | 'update' | 'delete' | 'shuffle';
  /** Empty when the groups themselves were put in another order. */
  id: string;
  tagType?: 'tag' | 'tag_group' | undefined;
};
export type DirectoryEvent = {
  event: 'change_contact';
  change: 'create_user' | 'update_user' | 'delete_user';
  userid: string;
  newUserid?: string | undefined;
  department?: number[] | undefined;
};
export type ChatEvent = {
  event: 'change_external_chat';
  change: 'create' | 'update' | 'dismiss';
  chat_id: string;
  /** Whose range decides which apps hear of it. */
  owner: string;
  detail?: 'add_member' | 'del_member' | 'change_owner' | 'change_name' | 'change_notice' | undefined;
  joinScene?: number | undefined;
  quitScene?: number | undefined;
  members?: readonly string[] | undefined;
  /** The member version before and after. */
  versions?: readonly [string, string] | undefined;
};
export type AcquisitionEvent = {
  event: 'customer_acquisition';
  change:
    | 'friend_request'
    | 'customer_start_chat'
    | 'balance_low'
    | 'balance_exhausted'
    | 'balance_increased'
    | 'delete_link';
  linkId?: string | undefined;
  userid?: string | undefined;
  external_userid?: string | undefined;
  state?: string | undefined;
  chatKey?: string | undefined;
};
/** 微信客服 tells only that there is something to read, or which accounts an app may manage. */
export type KfEvent =
  | { event: 'kf_msg_or_event'; token: string; openKfId: string }
  | {
      event: 'kf_account_auth_change';
      granted: readonly string[];
      withdrawn: readonly string[];
    };
export type WecomEvent = ContactEvent | TagEvent | DirectoryEvent | ChatEvent | AcquisitionEvent | KfEvent;

type Listener = App & { callback_url: string };

/** Tells every app of the corp that listens and may know of it, with the faults that strike on the way. */
export function raise(simulation: Simulation, corpid: string, event: WecomEvent): void {
  const listeners = simulation.store.all<Listener>(
    'select * from apps where corpid = ? and callback_url is not null order by agentid',
    corpid,
  );
  for (const app of listeners.filter(listener => hears(simulation, listener, event)))
    queue(
      simulation,
      app,
      'change' in event ? `${event.event}.${event.change}` : event.event,
      toXml(simulation, corpid, event),
    );
}

/** 外部联系人变更回调 goes to apps that may call the customer APIs, changes of the directory to every app. */
function hears({ store }: Simulation, app: App, event: WecomEvent): boolean {
  if (isKf(event)) return app.kind === 'self_built';
  if (event.event !== 'change_contact' && !app.customer_contact) return false;
  if (event.event === 'customer_acquisition')
    return event.userid === undefined || visibility(store, app)(event.userid);
  if (event.event === 'change_external_tag' || event.change === 'delete_user') return true;
  if (event.event === 'change_external_chat') return visibility(store, app)(event.owner);
  return visibility(store, app)(event.userid);
}

const isKf = (event: WecomEvent): event is KfEvent =>
  event.event === 'kf_msg_or_event' || event.event === 'kf_account_auth_change';

const CALLBACK_FAULTS = [
  'callback_drop',
  'callback_duplicate',
  'callback_reorder',
  'callback_delay',
] as const;

function queue(simulation: Simulation, app: Listener, what: string, xml: string): void {
  const { store, clock, settings } = simulation;
  const faults = strike(simulation, { kinds: CALLBACK_FAULTS, corpid: app.corpid });
  const struck = (kind: (typeof CALLBACK_FAULTS)[number]) => faults.some(fault => fault.kind === kind);
  const delays = faults.map(fault => (fault.kind === 'callback_delay' ? fault.delaySeconds : 0));
  const hold = struck('callback_reorder') ? settings.reorderSeconds : 0;
  const due = clock.milliseconds() + (Math.max(0, ...delays) + hold) * 1_000;
  const state = struck('callback_drop') ? 'dropped' : 'waiting';
  for (let copy = struck('callback_duplicate') ? 2 : 1; copy > 0; copy -= 1)
    store.run(
      'insert into callbacks (corpid, agentid, event, xml, due_at, held, state) values (?, ?, ?, ?, ?, ?, ?)',
      ...[app.corpid, app.agentid, what, xml, due, Number(hold > 0), state],
    );
  if (state === 'dropped')
    writeLog(simulation, { kind: 'callback', corpid: app.corpid, what, detail: { outcome: 'dropped' } });
}

const builder = new XMLBuilder({ cdataPropName: '#', format: false, suppressEmptyNode: false });

/** The decrypted form of a callback: texts in CDATA, numbers plain, nodes without a value left out. */
export function toXml({ clock }: Simulation, corpid: string, event: WecomEvent): string {
  const texts: Record<string, Node> = {
    ToUserName: corpid,
    FromUserName: isKf(event) ? undefined : 'sys',
    MsgType: 'event',
    Event: event.event,
    ChangeType: 'change' in event ? event.change : undefined,
    ...extraNodes(event),
  };
  const nodes: Record<string, unknown> = {};
  for (const [name, text] of Object.entries(texts)) {
    if (text !== undefined)
      nodes[name] = Array.isArray(text) ? text : typeof text === 'string' ? { '#': text } : text;
    if (name === 'FromUserName') nodes.CreateTime = clock.seconds();
  }
  return builder.build({ xml: nodes });
}

/** A text in CDATA, a plain number, or nodes. */
type Node = string | number | undefined | { '#': string }[] | { Item: { '#': string }[] };

function extraNodes(event: WecomEvent): Record<string, Node> {
  if (event.event === 'change_external_chat') return chatNodes(event);
  if (event.event === 'kf_msg_or_event') return { Token: event.token, OpenKfId: event.openKfId };
  if (event.event === 'kf_account_auth_change') {
    const named = (ids: readonly string[]) => (ids.length > 0 ? ids.map(id => ({ '#': id })) : undefined);
    return { AuthAddOpenKfId: named(event.granted), AuthDelOpenKfId: named(event.withdrawn) };
  }
  if (event.event === 'customer_acquisition')
    return {
      LinkId: event.linkId,
      UserID: event.userid,
      ExternalUserID: event.external_userid,
      State: event.state || undefined,
      ChatKey: event.chatKey,
    };
  if (event.event === 'change_external_contact')
    return {
      UserID: event.userid,
      ExternalUserID: event.external_userid,
      State: event.state || undefined,
      WelcomeCode: event.welcomeCode,
      Source: event.source,
      FailReason: event.failReason,
    };
  if (event.event === 'change_external_tag') return { Id: event.id, TagType: event.tagType };
  return { UserID: event.userid, NewUserID: event.newUserid, Department: event.department?.join(',') };
}

function chatNodes({
  chat_id,
  detail,
  joinScene,
  quitScene,
  members,
  versions,
}: ChatEvent): Record<string, Node> {
  return {
    ChatId: chat_id,
    UpdateDetail: detail,
    JoinScene: joinScene,
    QuitScene: quitScene,
    MemChangeCnt: members?.length,
    MemChangeList: members && { Item: members.map(member => ({ '#': member })) },
    LastMemVer: versions?.[0],
    CurMemVer: versions?.[1],
  };
}
