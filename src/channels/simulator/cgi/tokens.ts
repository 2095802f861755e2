import type { Simulation } from '../simulation.ts';
import type { App, OpenEndpoint } from './endpoint.ts';
import { Refusal } from './errcodes.ts';
import { countBadSecret, forgetBadSecrets, refuseBanned } from './rates.ts';

const TOKEN_LENGTH = 214;

/** One token per app: asked again while it is valid, the same one comes back with the time it still has. */
export const gettoken: OpenEndpoint = {
  path: 'gettoken',
  method: 'GET',
  may: 'anyone',
  empty: {},
  answer({ simulation, query, address }) {
    refuseBanned(simulation, address);
    const { corpid, corpsecret } = query;
    if (!corpsecret) throw new Refusal(41004);
    if (!corpid) throw new Refusal(41002);
    const { store, clock } = simulation;
    if (!store.one('select 1 from corps where corpid = ?', corpid)) throw new Refusal(40013);
    const app = store.one<{ agentid: number }>(
      'select agentid from apps where corpid = ? and secret = ?',
      corpid,
      corpsecret,
    );
    if (!app) throw new Refusal(40001);
    forgetBadSecrets(simulation, address);
    const { token, expires_at } = validToken(simulation, corpid, app.agentid);
    return { access_token: token, expires_in: Math.ceil((expires_at - clock.milliseconds()) / 1_000) };
  },
};

/** A refusal of gettoken may be the one that bans the address; its count must outlive the refused call. */
export function afterRefusedToken(simulation: Simulation, errcode: number, address: string): void {
  if (errcode === 40001) countBadSecret(simulation, address);
}

function validToken({ store, clock, chance, settings }: Simulation, corpid: string, agentid: number) {
  const now = clock.milliseconds();
  const valid = store.one<{ token: string; expires_at: number }>(
    `select token, expires_at from tokens where corpid = ? and agentid = ? and expires_at > ? and revoked = 0
     order by expires_at desc`,
    ...[corpid, agentid, now],
  );
  if (valid) return valid;
  const fresh = {
    token: chance.name('', TOKEN_LENGTH, `${corpid} ${agentid}`),
    expires_at: now + settings.tokenSeconds * 1_000,
  };
  store.run(
    'insert into tokens (token, corpid, agentid, expires_at) values (?, ?, ?, ?)',
    ...[fresh.token, corpid, agentid, fresh.expires_at],
  );
  return fresh;
}

/** What a token becomes when the platform takes it back early: both happen. */
export type Expiry = 42001 | 40014;

/** Takes back the tokens of one corp or of all, as the platform sometimes does. @returns how many were valid. */
export function expireTokens({ store, clock }: Simulation, as: Expiry, corpid?: string): number {
  const now = clock.milliseconds();
  const change =
    'update tokens set revoked = ?, expires_at = min(expires_at, ?) where expires_at > ? and revoked = 0';
  if (corpid === undefined) return store.run(change, Number(as === 40014), now, now);
  return store.run(`${change} and corpid = ?`, Number(as === 40014), now, now, corpid);
}

/** Whose token it is, whether still valid or not. */
export function ownerOf({ store }: Simulation, token: string | undefined): string | undefined {
  if (!token) return undefined;
  return store.one<{ corpid: string }>('select corpid from tokens where token = ?', token)?.corpid;
}

/** @throws Refusal 41001 without a token, 40014 for one that never was or was taken back, 42001 for an expired one. */
export function appOfToken({ store, clock }: Simulation, token: string | undefined): App {
  if (!token) throw new Refusal(41001);
  const row = store.one<App & { expires_at: number; revoked: number }>(
    `select apps.*, tokens.expires_at, tokens.revoked from tokens join apps using (corpid, agentid)
     where tokens.token = ?`,
    token,
  );
  if (!row || row.revoked) throw new Refusal(40014);
  if (row.expires_at <= clock.milliseconds()) throw new Refusal(42001);
  return row;
}
