import { SECOND } from '#platform/clock.ts';
import { raise } from '../callbacks/events.ts';
import type { Simulation } from '../simulation.ts';

/** As the platform counts them. */
export const NEW = 0;
export const BOT = 1;
export const POOL = 2;
export const SERVICER = 3;
export const ENDED = 4;

/** Who said it. What the app sent itself is not told to it, and known here as `API`. */
export const API = 0;
export const CUSTOMER = 3;
export const SYSTEM = 4;
export const SERVICER_WROTE = 5;

/** A customer at an account. */
export type KfPair = { corpid: string; open_kfid: string; external_userid: string };

export type KfSession = KfPair & {
  id: number;
  state: number;
  servicer: string;
  begun_at: number;
  customer_at: number | null;
  answers: number;
  welcomed_at: number | null;
  scene: string;
  scene_param: string;
  rejects: number;
};

export type KfAccountRow = {
  id: number;
  corpid: string;
  open_kfid: string;
  name: string;
  avatar: string;
  granted: number;
  deleted: number;
};

export function kfAccount({ store }: Simulation, corpid: string, openKfId: string): KfAccountRow | undefined {
  return store.one<KfAccountRow>(
    'select * from kf_accounts where corpid = ? and open_kfid = ?',
    corpid,
    openKfId,
  );
}

/** The session as it stands now: two days without a word of the customer's end it. */
export function kfSession(simulation: Simulation, pair: KfPair): KfSession | undefined {
  const { store, clock, settings } = simulation;
  const found = store.one<KfSession>(
    'select * from kf_sessions where corpid = ? and open_kfid = ? and external_userid = ?',
    ...[pair.corpid, pair.open_kfid, pair.external_userid],
  );
  if (!found) return undefined;
  const last = found.customer_at ?? found.begun_at;
  const isOver = clock.milliseconds() - last > settings.kfAnswerSeconds * SECOND;
  return isOver && found.state !== ENDED ? { ...found, state: ENDED, servicer: '' } : found;
}

export function openKfSession(simulation: Simulation, pair: KfPair): KfSession {
  const { store, clock } = simulation;
  const found = kfSession(simulation, pair);
  if (found) return found;
  store.run(
    'insert into kf_sessions (corpid, open_kfid, external_userid, state, begun_at) values (?, ?, ?, ?, ?)',
    ...[pair.corpid, pair.open_kfid, pair.external_userid, NEW, clock.milliseconds()],
  );
  return openKfSession(simulation, pair);
}

/** @returns the code for one message about it: 20 seconds to say goodbye, two days to say who answers or that one waits. */
export function moveKfSession(simulation: Simulation, pair: KfPair, state: number, servicer = ''): string {
  const { store, settings } = simulation;
  store.run(
    'update kf_sessions set state = ?, servicer = ? where corpid = ? and open_kfid = ? and external_userid = ?',
    ...[state, servicer, pair.corpid, pair.open_kfid, pair.external_userid],
  );
  return newKfCode(
    simulation,
    pair,
    state,
    state === ENDED ? settings.welcomeSeconds : settings.kfCodeSeconds,
  );
}

/** @param state in which the session must be when the code is used; none of a welcome. */
export function newKfCode(
  { store, clock, chance }: Simulation,
  pair: KfPair,
  state: number | null,
  seconds: number,
): string {
  const code = chance.name('', 43);
  const now = clock.milliseconds();
  store.run(
    'insert into kf_codes (code, corpid, open_kfid, external_userid, state, created_at, until) values (?, ?, ?, ?, ?, ?, ?)',
    ...[code, pair.corpid, pair.open_kfid, pair.external_userid, state, now, now + seconds * SECOND],
  );
  return code;
}

type Said = {
  origin: number;
  msgtype: string;
  body: Record<string, unknown>;
  servicer?: string;
  msgid?: string;
};

/** Writes a message or event down where sync_msg finds it, and tells the app that there is something to read. */
export function writeKf(simulation: Simulation, pair: KfPair, said: Said): string {
  const { store, clock, chance } = simulation;
  const msgid = said.msgid ?? chance.name('', 32);
  store.run(
    `insert into kf_messages (corpid, open_kfid, external_userid, msgid, at, origin, servicer, msgtype, body_json)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[pair.corpid, pair.open_kfid, pair.external_userid, msgid, clock.milliseconds(), said.origin],
    ...[said.servicer ?? '', said.msgtype, JSON.stringify(said.body)],
  );
  if (said.origin !== API) tellKf(simulation, pair);
  return msgid;
}

/** Events stand in the list of messages; the ids of whom they are about stand inside. */
export function writeKfEvent(
  simulation: Simulation,
  pair: KfPair,
  event_type: string,
  fields: Record<string, unknown>,
): void {
  const { open_kfid, external_userid } = pair;
  const body = { event_type, open_kfid, ...(external_userid && { external_userid }), ...fields };
  writeKf(simulation, pair, { origin: SYSTEM, msgtype: 'event', body });
}

function tellKf(simulation: Simulation, { corpid, open_kfid }: KfPair): void {
  const { store, clock, chance } = simulation;
  const token = chance.name('ENC', 40);
  store.run('insert into kf_tokens values (?, ?, ?, ?)', token, corpid, open_kfid, clock.milliseconds());
  raise(simulation, corpid, { event: 'kf_msg_or_event', token, openKfId: open_kfid });
}
