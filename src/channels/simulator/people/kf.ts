import { SECOND } from '#platform/clock.ts';
import { pick } from '#platform/random.ts';
import { raise } from '../callbacks/events.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { writeCustomer } from '../world/load-customers.ts';
import type { Customer } from '../world/world.ts';
import {
  CUSTOMER,
  ENDED,
  type KfPair,
  kfAccount,
  kfSession,
  moveKfSession,
  NEW,
  newKfCode,
  openKfSession,
  POOL,
  SERVICER,
  SERVICER_WROTE,
  writeKf,
  writeKfEvent,
} from './kf-sessions.ts';
import { intend } from './schedule.ts';

/** An administrator makes an account in the console, and gives the apps a right to it or not. */
export function consoleAddsKf(
  simulation: Simulation,
  corpid: string,
  account: { open_kfid?: string | undefined; name: string; avatar: string; granted: boolean },
): string {
  const { store, chance } = simulation;
  const openKfId = account.open_kfid ?? chance.name('wk', 30);
  store.run(
    'insert into kf_accounts (corpid, open_kfid, name, avatar, granted) values (?, ?, ?, ?, ?)',
    ...[corpid, openKfId, account.name, account.avatar, Number(account.granted)],
  );
  if (account.granted)
    raise(simulation, corpid, { event: 'kf_account_auth_change', granted: [openKfId], withdrawn: [] });
  return openKfId;
}

export function consoleGrantsKf(simulation: Simulation, corpid: string, openKfId: string, granted: boolean) {
  simulation.store.run(
    'update kf_accounts set granted = ? where corpid = ? and open_kfid = ?',
    ...[Number(granted), corpid, openKfId],
  );
  const [given, withdrawn] = granted ? [[openKfId], []] : [[], [openKfId]];
  raise(simulation, corpid, { event: 'kf_account_auth_change', granted: given, withdrawn });
}

type Entering = { customer?: Omit<Customer, 'follow_user'> | undefined; scene: string; scene_param: string };
export type Entered = { welcomeCode: string | null } | 'unknown_kf';

/** Somebody opens the account's chat. A welcome is due where none was said in two days and they have not written. */
export function customerEntersKf(simulation: Simulation, pair: KfPair, entering: Entering): Entered {
  const { store, clock, settings } = simulation;
  return store.transaction(() => {
    if (!isOpen(simulation, pair)) return 'unknown_kf';
    const { corpid, external_userid } = pair;
    const known = store.one(
      'select 1 from customers where corpid = ? and external_userid = ?',
      corpid,
      external_userid,
    );
    if (!known && entering.customer)
      writeCustomer(simulation, corpid, { ...entering.customer, follow_user: [] });
    const session = openKfSession(simulation, pair);
    const { scene, scene_param } = entering;
    store.run(
      'update kf_sessions set scene = ?, scene_param = ? where id = ?',
      scene,
      scene_param,
      session.id,
    );
    const since = clock.milliseconds() - settings.kfAnswerSeconds * SECOND;
    const isGreeted = Math.max(session.welcomed_at ?? 0, session.customer_at ?? 0) > since;
    const welcomeCode = isGreeted ? null : newKfCode(simulation, pair, null, settings.welcomeSeconds);
    const context = { scene, scene_param, ...(welcomeCode && { welcome_code: welcomeCode }) };
    writeKfEvent(simulation, pair, 'enter_session', context);
    writeLog(simulation, { kind: 'action', corpid, what: 'kf_enter', detail: { ...pair, scene } });
    return { welcomeCode };
  });
}

export type KfWords = {
  msgtype: 'text' | 'image' | 'voice' | 'location' | 'link';
  body: Record<string, unknown>;
};

/** The customer writes: a session that had ended, or never was, is new. */
export function customerWritesKf(simulation: Simulation, pair: KfPair, words: KfWords): string {
  const { store, clock } = simulation;
  return store.transaction(() => {
    if (!isOpen(simulation, pair)) return 'unknown_kf';
    const session = openKfSession(simulation, pair);
    const anew = session.state === ENDED;
    store.run(
      `update kf_sessions set customer_at = ?, answers = 0, state = ?, servicer = ?, begun_at = ? where id = ?`,
      ...[clock.milliseconds(), anew ? NEW : session.state, anew ? '' : session.servicer],
      ...[anew ? clock.milliseconds() : session.begun_at, session.id],
    );
    const { corpid } = pair;
    writeLog(simulation, { kind: 'action', corpid, what: 'kf_write', detail: { ...pair, ...words.body } });
    return writeKf(simulation, pair, { origin: CUSTOMER, ...words });
  });
}

/** Deletions are told of the customer's own messages and of a servicer's. */
export function recallsKf(
  simulation: Simulation,
  pair: KfPair,
  msgid: string,
): 'recalled' | 'unknown_message' {
  const { store } = simulation;
  return store.transaction(() => {
    const found = store.one<{ id: number; origin: number; servicer: string }>(
      `select id, origin, servicer from kf_messages where corpid = ? and open_kfid = ? and external_userid = ? and msgid = ?
       and origin in (${CUSTOMER}, ${SERVICER_WROTE}) and recalled = 0`,
      ...[pair.corpid, pair.open_kfid, pair.external_userid, msgid],
    );
    if (!found) return 'unknown_message';
    store.run('update kf_messages set recalled = 1 where id = ?', found.id);
    const byCustomer = found.origin === CUSTOMER;
    writeKfEvent(simulation, pair, byCustomer ? 'user_recall_msg' : 'servicer_recall_msg', {
      recall_msgid: msgid,
      ...(!byCustomer && { servicer_userid: found.servicer }),
    });
    return 'recalled';
  });
}

/** 拒收消息: what the app sends from now on does not arrive, and it is told so. */
export function customerRejectsKf(simulation: Simulation, pair: KfPair, rejects: boolean): void {
  const session = openKfSession(simulation, pair);
  simulation.store.run('update kf_sessions set rejects = ? where id = ?', Number(rejects), session.id);
  writeKfEvent(simulation, pair, 'reject_customer_msg_switch_change', { reject_switch: Number(rejects) });
}

export type Act = 'done' | 'unknown_servicer' | 'off_duty' | 'wrong_state';

/** What a servicer does in their own client. In a session that ended, writing takes it up again. */
export function servicerWritesKf(simulation: Simulation, pair: KfPair, userid: string, text: string): Act {
  return simulation.store.transaction(() => {
    const session = kfSession(simulation, pair);
    if (!isServicer(simulation, pair, userid)) return 'unknown_servicer';
    if (session?.state === ENDED) {
      moveKfSession(simulation, pair, SERVICER, userid);
      writeKfEvent(simulation, pair, 'session_status_change', {
        change_type: 4,
        new_servicer_userid: userid,
      });
    } else if (session?.state !== SERVICER || session.servicer.toLowerCase() !== userid.toLowerCase())
      return 'wrong_state';
    const body = { content: text };
    writeKf(simulation, pair, { origin: SERVICER_WROTE, msgtype: 'text', body, servicer: userid });
    return 'done';
  });
}

/** Takes who waits in the pool. */
export function servicerPicksKf(simulation: Simulation, pair: KfPair, userid: string): Act {
  return move(simulation, pair, userid, {
    ...{ from: POOL, to: SERVICER, change_type: 1 },
    servicer: userid,
    fields: { new_servicer_userid: userid },
  });
}

export function servicerHandsKf(simulation: Simulation, pair: KfPair, userid: string, to: string): Act {
  if (!isServicer(simulation, pair, to)) return 'unknown_servicer';
  if (!isOnDuty(simulation, pair, to)) return 'off_duty';
  return move(simulation, pair, userid, {
    ...{ from: SERVICER, to: SERVICER, change_type: 2 },
    servicer: to,
    fields: { old_servicer_userid: userid, new_servicer_userid: to },
  });
}

export function servicerEndsKf(simulation: Simulation, pair: KfPair, userid: string): Act {
  return move(simulation, pair, userid, {
    ...{ from: SERVICER, to: ENDED, change_type: 3 },
    servicer: '',
    fields: { old_servicer_userid: userid },
  });
}

type Move = {
  from: number;
  to: number;
  change_type: number;
  servicer: string;
  fields: Record<string, string>;
};

function move(simulation: Simulation, pair: KfPair, userid: string, made: Move): Act {
  return simulation.store.transaction(() => {
    const session = kfSession(simulation, pair);
    if (!isServicer(simulation, pair, userid)) return 'unknown_servicer';
    if (made.to === SERVICER && made.servicer === userid && !isOnDuty(simulation, pair, userid))
      return 'off_duty';
    const isTheirs = session?.servicer.toLowerCase() === userid.toLowerCase();
    if (session?.state !== made.from || (made.from === SERVICER && !isTheirs)) return 'wrong_state';
    const code = moveKfSession(simulation, pair, made.to, made.servicer);
    const msg_code = made.change_type === 2 ? undefined : code;
    const { change_type, fields } = made;
    writeKfEvent(simulation, pair, 'session_status_change', {
      change_type,
      ...fields,
      ...(msg_code && { msg_code }),
    });
    return 'done';
  });
}

/** `stop_type` 1: away for a while. Told as an event of nobody's session. */
export function servicerDuty(
  simulation: Simulation,
  { corpid, open_kfid }: { corpid: string; open_kfid: string },
  userid: string,
  { onDuty, stop_type }: { onDuty: boolean; stop_type: number },
): Act {
  const { store } = simulation;
  return store.transaction(() => {
    const changed = store.run(
      'update kf_servicers set status = ?, stop_type = ? where corpid = ? and open_kfid = ? and userid = ?',
      ...[onDuty ? 0 : 1, onDuty ? 0 : stop_type, corpid, open_kfid, userid],
    );
    if (changed === 0) return 'unknown_servicer';
    writeKfEvent(simulation, { corpid, open_kfid, external_userid: '' }, 'servicer_status_change', {
      ...{ servicer_userid: userid, status: onDuty ? 1 : 2 },
      ...(!onDuty && { stop_type }),
    });
    return 'done';
  });
}

export function isServicer(
  { store }: Simulation,
  { corpid, open_kfid }: Omit<KfPair, 'external_userid'>,
  userid: string,
) {
  return (
    store.one(
      'select 1 from kf_servicers where corpid = ? and open_kfid = ? and userid = ?',
      ...[corpid, open_kfid, userid],
    ) !== undefined
  );
}

export function isOnDuty(
  { store }: Simulation,
  { corpid, open_kfid }: Omit<KfPair, 'external_userid'>,
  userid: string,
) {
  return (
    store.one(
      'select 1 from kf_servicers where corpid = ? and open_kfid = ? and userid = ? and status = 0',
      ...[corpid, open_kfid, userid],
    ) !== undefined
  );
}

function isOpen(simulation: Simulation, { corpid, open_kfid }: KfPair): boolean {
  return kfAccount(simulation, corpid, open_kfid)?.deleted === 0;
}

/** What a virtual customer had in mind: they come in by the scene, if it is their first time, and write. */
export function asksKf(
  simulation: Simulation,
  { scene, text, ...pair }: KfPair & { scene: string; text: string; what?: unknown },
): void {
  const { corpid, open_kfid, external_userid } = pair;
  const who = { corpid, open_kfid, external_userid };
  if (!kfSession(simulation, who)) customerEntersKf(simulation, who, { scene, scene_param: '' });
  customerWritesKf(simulation, who, { msgtype: 'text', body: { content: text } });
}

export type Crowd = { count: number; withinSeconds: number; scene: string; texts: readonly string[] };

/** Some of the corp's customers will write, each at a moment and with words that follow from the seed. */
export function crowdAsksKf(
  simulation: Simulation,
  { corpid, open_kfid }: { corpid: string; open_kfid: string },
  { count, withinSeconds, scene, texts }: Crowd,
): string[] {
  const { store, clock, chance } = simulation;
  const people = store.all<{ external_userid: string }>(
    'select external_userid from customers where corpid = ? order by external_userid',
    corpid,
  );
  const now = clock.milliseconds();
  return Array.from({ length: Math.min(count, people.length) }, (_, index) => {
    const random = chance.about('kf crowd', open_kfid, now, index);
    const at = Math.floor(random.next() * people.length);
    const external_userid = people.splice(at, 1)[0]?.external_userid ?? '';
    const text = pick(random, texts);
    const dueAt = now + random.next() * withinSeconds * SECOND;
    intend(simulation, dueAt, { what: 'kf', corpid, open_kfid, external_userid, scene, text });
    return external_userid;
  });
}

/** A customer who was answered may write again, as they do with members. */
export function mayAskAgain(simulation: Simulation, pair: KfPair, msgid: string): void {
  const { chance, settings, clock } = simulation;
  const { customersReply, customersAfterSeconds, replies } = settings.habits;
  const random = chance.about('kf reply', pair.corpid, pair.open_kfid, pair.external_userid, msgid);
  if (random.next() >= customersReply) return;
  const [least, most] = customersAfterSeconds;
  const after = (least + random.next() * (most - least)) * SECOND;
  intend(simulation, clock.milliseconds() + after, {
    what: 'kf',
    ...pair,
    scene: '',
    text: pick(random, replies),
  });
}
