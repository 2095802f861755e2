import type { z } from 'zod';
import type { Expiry } from '../cgi/tokens.ts';
import type { FaultDescription, StandingFault } from '../faults/faults.ts';
import type { AlbumRow } from '../people/album.ts';
import type { Sent } from '../people/confirm.ts';
import type { KfAccountRow } from '../people/kf-sessions.ts';
import type { Scanned } from '../people/ways.ts';
import type { Counts, LogRow, logQuery, ReceivedRow, ReplyRow, receivedQuery } from '../recorder/reading.ts';
import type { Settings, SettingsPatch } from '../store/settings.ts';
import type { Answer, invokeBody } from '../webview/jsapi.ts';
import type { CorpDescription, callbackSchema, memberSchema, WorldDescription } from '../world/world.ts';
import type {
  addBody,
  albumBody,
  albumChange,
  callbacksQuery,
  clockBody,
  crowdBody,
  customersQuery,
  dutyBody,
  editBody,
  enterBody,
  feedQuery,
  groupBody,
  groupEdit,
  joinBody,
  kfBody,
  leaveBody,
  momentsQuery,
  openLinkBody,
  quotaBody,
  reactBody,
  scanBody,
  servicerBody,
  tagBody,
  tasksQuery,
} from './contract.ts';
import type { FeedRow, MomentState } from './moment-states.ts';
import type { CallbackState, CustomerState, KfMessageState, State, TaskState } from './reading.ts';
import type { sidebarBody } from './webview.routes.ts';

type ScannedState = Exclude<Scanned, string>;
type Body = Record<string, unknown> | unknown[];
type Query<Schema extends z.ZodType> = Partial<z.output<Schema>>;

/** The admin API refused; `code` is one of admin/problems.ts. */
export class SimulatorRefusal extends Error {
  readonly code: string;
  readonly status: number;

  constructor(status: number, { code, en }: { code: string; en: string }) {
    super(`${code}: ${en}`);
    this.code = code;
    this.status = status;
  }
}

/** /simulator/api in TypeScript, for the demo loader and for tests. */
export class SimulatorAdmin {
  readonly #base: string;

  /** @param url where the simulator listens, e.g. `http://127.0.0.1:41234`. */
  constructor(url: string) {
    this.#base = `${url}/simulator/api`;
  }

  /** Forgets everything and begins this world. */
  beginWorld(world: WorldDescription): Promise<State> {
    return this.#send('POST', '/world', world);
  }
  addCorp(corp: CorpDescription): Promise<State> {
    return this.#send('POST', '/corps', corp);
  }
  state(): Promise<State> {
    return this.#get('/state');
  }
  changeSettings(patch: SettingsPatch): Promise<Settings> {
    return this.#send('PATCH', '/settings', patch);
  }

  /** What became due meanwhile has happened when this returns; callbacks are then under way. */
  moveClock(wish: z.input<typeof clockBody>): Promise<{ now: string; offsetSeconds: number }> {
    return this.#send('POST', '/clock', wish);
  }
  advance(seconds: number): Promise<{ now: string; offsetSeconds: number }> {
    return this.moveClock({ advanceSeconds: seconds });
  }
  expireTokens(as: Expiry = 42001, corpid?: string): Promise<{ expired: number }> {
    return this.#send('POST', '/tokens/expire', { as, ...(corpid && { corpid }) });
  }

  /** Which page the chat toolbar shows, and on which host the app's pages may be. */
  async setSidebar(corpid: string, agentid: number, page: z.input<typeof sidebarBody>): Promise<void> {
    await this.#send('PUT', `/corps/${corpid}/apps/${agentid}/sidebar`, page);
  }
  /** What the client of a member answers to a page in its chat toolbar. */
  invoke(corpid: string, userid: string, call: z.input<typeof invokeBody>): Promise<Answer> {
    return this.#send('POST', `/corps/${corpid}/members/${userid}/invoke`, call);
  }

  async addFault(fault: FaultDescription): Promise<number> {
    return (await this.#send<{ id: number }>('POST', '/faults', fault)).id;
  }
  faults(): Promise<StandingFault[]> {
    return this.#list('/faults');
  }
  removeFault(id: number): Promise<void> {
    return this.#send('DELETE', `/faults/${id}`);
  }
  clearFaults(): Promise<void> {
    return this.#send('DELETE', '/faults');
  }

  log(query: Query<typeof logQuery> = {}): Promise<LogRow[]> {
    return this.#list('/log', query);
  }
  received(query: Query<typeof receivedQuery> = {}): Promise<ReceivedRow[]> {
    return this.#list('/received', query);
  }
  replies(query: Query<typeof receivedQuery> = {}): Promise<ReplyRow[]> {
    return this.#list('/replies', query);
  }
  counts(): Promise<Counts> {
    return this.#get('/counts');
  }
  tasks(query: Query<typeof tasksQuery> = {}): Promise<TaskState[]> {
    return this.#list('/tasks', query);
  }
  callbacks(query: Query<typeof callbacksQuery> = {}): Promise<CallbackState[]> {
    return this.#list('/callbacks', query);
  }

  customers(
    corpid: string,
    query: Query<typeof customersQuery> = {},
  ): Promise<Omit<CustomerState, 'follow_user'>[]> {
    return this.#list(`/corps/${corpid}/customers`, query);
  }
  customer(corpid: string, external: string): Promise<CustomerState> {
    return this.#get(`/corps/${corpid}/customers/${external}`);
  }
  /** The customer, new or known, adds the member. */
  customerAdds(
    corpid: string,
    external: string,
    how: z.input<typeof addBody>,
  ): Promise<{ external_userid: string; welcomeCode: string | null; half: boolean }> {
    return this.#send('POST', `/corps/${corpid}/customers/${external}/add`, how);
  }
  customerReplies(corpid: string, external: string, userid: string, text: string): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/customers/${external}/reply`, { userid, text });
  }
  customerDeletes(corpid: string, external: string, userid: string): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/customers/${external}/delete-member`, { userid });
  }
  customerMutes(corpid: string, external: string, userid: string): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/customers/${external}/mute`, { userid });
  }

  /** The customer does not want another member: within the day that a transfer waits. */
  customerRefusesTransfer(corpid: string, external: string): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/customers/${external}/refuse-transfer`, {});
  }

  /** Somebody scans the code of a contact way, or presses its button. */
  customerScans(corpid: string, configId: string, scan: z.input<typeof scanBody>): Promise<ScannedState> {
    return this.#send('POST', `/corps/${corpid}/ways/${configId}/scan`, scan);
  }
  /** Somebody opens an acquisition link (获客助手), and adds whom it shows unless they only look. */
  customerOpensLink(
    corpid: string,
    linkId: string,
    open: z.input<typeof openLinkBody>,
  ): Promise<{ userid: string | null; outcome: 'looked' | 'added' | 'already_friends' }> {
    return this.#send('POST', `/corps/${corpid}/links/${linkId}/open`, open);
  }
  /** The corp buys more to add by links. */
  buyQuota(corpid: string, quota: z.input<typeof quotaBody>): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/acquisition-quota`, quota);
  }
  /** An administrator deletes a link in the console. */
  consoleDeletesLink(corpid: string, linkId: string): Promise<void> {
    return this.#send('DELETE', `/corps/${corpid}/links/${linkId}`);
  }
  /** The product album, and what an administrator does with it in the console. */
  album(corpid: string): Promise<AlbumRow[]> {
    return this.#list(`/corps/${corpid}/album`);
  }
  async consoleAddsToAlbum(corpid: string, words: z.input<typeof albumBody>): Promise<string> {
    return (await this.#send<{ product_id: string }>('POST', `/corps/${corpid}/album`, words)).product_id;
  }
  consoleChangesAlbum(corpid: string, productId: string, change: z.input<typeof albumChange>): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/album/${productId}`, change);
  }
  consoleDeletesFromAlbum(corpid: string, productId: string): Promise<void> {
    return this.#send('DELETE', `/corps/${corpid}/album/${productId}`);
  }
  /** 微信客服: the console makes an account, and gives the apps a right to it or takes it back. */
  async consoleAddsKf(corpid: string, account: z.input<typeof kfBody>): Promise<string> {
    return (await this.#send<{ open_kfid: string }>('POST', `/corps/${corpid}/kf`, account)).open_kfid;
  }
  kfAccounts(corpid: string): Promise<KfAccountRow[]> {
    return this.#list(`/corps/${corpid}/kf`);
  }
  grantKf(corpid: string, kf: string, granted: boolean): Promise<void> {
    return this.#send('PUT', `/corps/${corpid}/kf/${kf}/grant`, { granted });
  }
  /** Some of the customers write by themselves within the time. @returns who. */
  async crowdAsksKf(corpid: string, kf: string, crowd: z.input<typeof crowdBody>): Promise<string[]> {
    return (await this.#send<{ people: string[] }>('POST', `/corps/${corpid}/kf/${kf}/crowd`, crowd)).people;
  }
  servicerDuty(corpid: string, kf: string, userid: string, duty: z.input<typeof dutyBody>): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/kf/${kf}/servicers/${userid}/duty`, duty);
  }
  customerEntersKf(
    corpid: string,
    kf: string,
    external: string,
    came: z.input<typeof enterBody> = {},
  ): Promise<{ welcomeCode: string | null }> {
    return this.#send('POST', `/corps/${corpid}/kf/${kf}/customers/${external}/enter`, came);
  }
  async customerWritesKf(corpid: string, kf: string, external: string, text: string): Promise<string> {
    const path = `/corps/${corpid}/kf/${kf}/customers/${external}/write`;
    return (await this.#send<{ msgid: string }>('POST', path, { text })).msgid;
  }
  recallsKf(corpid: string, kf: string, external: string, msgid: string): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/kf/${kf}/customers/${external}/recall/${msgid}`, {});
  }
  customerRejectsKf(corpid: string, kf: string, external: string, rejects: boolean): Promise<void> {
    return this.#send('PUT', `/corps/${corpid}/kf/${kf}/customers/${external}/rejects`, { rejects });
  }
  /** What a servicer does in their client: write, take from the pool, hand on, end. */
  servicerActs(
    corpid: string,
    kf: string,
    external: string,
    act: z.input<typeof servicerBody>,
  ): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/kf/${kf}/customers/${external}/servicer`, act);
  }
  kfMessages(corpid: string, kf: string, external: string): Promise<KfMessageState[]> {
    return this.#list(`/corps/${corpid}/kf/${kf}/customers/${external}/messages`);
  }

  /** The member confirms who added them without verification. */
  memberAccepts(corpid: string, userid: string, external_userid: string): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/members/${userid}/accept-customer`, { external_userid });
  }

  memberCreatesGroup(corpid: string, group: z.input<typeof groupBody>): Promise<{ chat_id: string }> {
    return this.#send('POST', `/corps/${corpid}/groups`, group);
  }
  joinsGroup(corpid: string, chatId: string, join: z.input<typeof joinBody>): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/groups/${chatId}/join`, join);
  }
  leavesGroup(corpid: string, chatId: string, leave: z.input<typeof leaveBody>): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/groups/${chatId}/leave`, leave);
  }
  editsGroup(corpid: string, chatId: string, edit: z.input<typeof groupEdit>): Promise<void> {
    return this.#send('PATCH', `/corps/${corpid}/groups/${chatId}`, edit);
  }
  dissolvesGroup(corpid: string, chatId: string): Promise<void> {
    return this.#send('DELETE', `/corps/${corpid}/groups/${chatId}`);
  }
  /** Somebody scans the code of a group. */
  customerScansGroup(
    corpid: string,
    configId: string,
    external_userid: string,
  ): Promise<{ chat_id: string; created: boolean }> {
    return this.#send('POST', `/corps/${corpid}/join-ways/${configId}/scan`, { external_userid });
  }

  confirm(corpid: string, msgid: string, userid: string, only?: string[]): Promise<Sent> {
    return this.#send('POST', `/corps/${corpid}/tasks/${msgid}/${userid}/confirm`, only ? { only } : {});
  }
  /** Every member confirms what waits for them. */
  confirmAll(
    corpid: string,
    which: { userid?: string; msgid?: string } = {},
  ): Promise<{ confirmed: number }> {
    return this.#send('POST', `/corps/${corpid}/tasks/confirm-all`, which);
  }
  /** The member publishes a moment of the company. */
  publishMoment(corpid: string, momentId: string, userid: string): Promise<{ shown: number }> {
    return this.#send('POST', `/corps/${corpid}/moments/${momentId}/${userid}/publish`, {});
  }
  /** Every member publishes what waits for them. */
  publishAll(corpid: string, which: { userid?: string } = {}): Promise<{ published: number }> {
    return this.#send('POST', `/corps/${corpid}/moments/publish-all`, which);
  }
  /** A moment of the member's own, for all their customers. */
  memberPosts(corpid: string, userid: string, text: string): Promise<{ moment_id: string; shown: number }> {
    return this.#send('POST', `/corps/${corpid}/members/${userid}/moment`, { text });
  }
  /** A customer likes a moment in their feed, or writes under it. */
  customerReacts(corpid: string, external: string, reaction: z.input<typeof reactBody>): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/customers/${external}/react`, reaction);
  }
  moments(query: Query<typeof momentsQuery> = {}): Promise<MomentState[]> {
    return this.#list('/moments', query);
  }
  /** Moments in customers' feeds, with what they did about them. */
  feed(query: Query<typeof feedQuery> = {}): Promise<FeedRow[]> {
    return this.#list('/feed', query);
  }
  memberDeletes(corpid: string, userid: string, external_userid: string): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/members/${userid}/delete-customer`, { external_userid });
  }
  memberEdits(corpid: string, userid: string, edit: z.input<typeof editBody>): Promise<void> {
    return this.#send('POST', `/corps/${corpid}/members/${userid}/edit-customer`, edit);
  }
  /** A mass message of the member's own; without a list to all their customers. */
  memberBroadcasts(
    corpid: string,
    userid: string,
    text: string,
    external_userid?: string[],
  ): Promise<{ msgid: string } & Sent> {
    return this.#send('POST', `/corps/${corpid}/members/${userid}/broadcast`, { text, external_userid });
  }

  putMember(
    corpid: string,
    userid: string,
    member: Omit<z.input<typeof memberSchema>, 'userid'>,
  ): Promise<{ outcome: 'created' | 'updated' }> {
    return this.#send('PUT', `/corps/${corpid}/members/${userid}`, member);
  }
  dismissMember(corpid: string, userid: string): Promise<void> {
    return this.#send('DELETE', `/corps/${corpid}/members/${userid}`);
  }
  changeTag(corpid: string, change: z.input<typeof tagBody>): Promise<{ id: string }> {
    return this.#send('POST', `/corps/${corpid}/tags`, change);
  }
  /** As in the console: saved only when the address proves that it knows token and key. */
  setCallback(corpid: string, agentid: number, callback: z.input<typeof callbackSchema>): Promise<void> {
    return this.#send('PUT', `/corps/${corpid}/apps/${agentid}/callback`, callback);
  }
  removeCallback(corpid: string, agentid: number): Promise<void> {
    return this.#send('DELETE', `/corps/${corpid}/apps/${agentid}/callback`);
  }

  async #list<Row>(path: string, query: Record<string, unknown> = {}): Promise<Row[]> {
    return (await this.#get<{ data: Row[] }>(path, query)).data;
  }

  #get<Result>(path: string, query: Record<string, unknown> = {}): Promise<Result> {
    const named = Object.entries(query).filter(([, value]) => value !== undefined);
    const search = new URLSearchParams(named.map(([key, value]) => [key, String(value)]));
    return this.#send('GET', `${path}?${search}`);
  }

  /** The answer's type is the admin API's promise: this is the border. */
  async #send<Result>(method: string, path: string, body?: Body): Promise<Result> {
    const response = await fetch(this.#base + path, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new SimulatorRefusal(response.status, text ? JSON.parse(text) : { code: 'empty', en: '' });
    return (text ? JSON.parse(text) : undefined) as Result;
  }
}
