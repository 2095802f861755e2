import { createHash } from 'node:crypto';
import { type Clock, HOUR, MINUTE, SECOND } from '#platform/clock.ts';
import { done, type Failure, type Outcome } from './outcome.ts';

/** The app of a corp in whose name calls are made. One access token exists per corp and secret. */
export type Credentials = { accountId: number; corpId: string; secret: string };

export type StoredToken = {
  token: string;
  /** From then on a new one is fetched, while this one still works. */
  refreshAt: Date;
  expiresAt: Date;
};

export type TokenKey = { accountId: number; name: string };

/** Where the tokens of all processes are. */
export type TokenStore = TokenPlace & {
  /** Runs the work while nobody else, in any process, runs work under this key. */
  withLock<T>(key: TokenKey, work: (place: TokenPlace) => Promise<T>): Promise<T>;
};
export type TokenPlace = {
  get(key: TokenKey): Promise<StoredToken | undefined>;
  put(key: TokenKey, token: StoredToken): Promise<void>;
};

/** What gettoken answers. */
/** `isRefused`: the one it handed out last is refused; who can ask for another at once does. */
export type FetchToken = (isRefused: boolean) => Promise<Outcome<{ token: string; lifetimeSeconds: number }>>;

export type Tokens = {
  current(): Promise<Outcome<string>>;
  /** A token other than the one WeCom just refused. */
  renew(refused: string): Promise<Outcome<string>>;
};

const EARLY = 5 * MINUTE;
/** WeCom bans the address for an hour when a wrong secret is tried again and again; it is asked once an hour. */
const PENALTY = HOUR;
/** When gettoken repeats a token that WeCom refuses, asking more often does not help. */
const REPEATED = 10 * SECOND;

/** The secret is part of the name, so that a new secret never meets the token of the old one. */
export function tokenKeyOf({ accountId, corpId, secret }: Credentials): TokenKey {
  const fingerprint = createHash('sha256').update(`${corpId}\0${secret}`).digest('hex').slice(0, 16);
  return { accountId, name: `access_token:${fingerprint}` };
}

/** One per client. In one process one refresh runs at a time; between processes the store's lock sees to it. */
export function makeTokens(key: TokenKey, store: TokenStore, fetch: FetchToken, clock: Clock): Tokens {
  const held: Held = { key, store, fetch, clock };
  return {
    async current() {
      const { token } = held;
      return token && clock.now() < token.refreshAt ? done(token.token) : await refreshOnce(held);
    },
    async renew(refused) {
      if (held.token?.token === refused) held.token = undefined;
      if (held.token) return done(held.token.token);
      const renewed = await refreshOnce(held, refused);
      // The refresh that was running may have begun before the refusal, and brought the same token again.
      return renewed.ok && renewed.data === refused ? await refreshOnce(held, refused) : renewed;
    },
  };
}

type Held = {
  key: TokenKey;
  store: TokenStore;
  fetch: FetchToken;
  clock: Clock;
  token?: StoredToken | undefined;
  running?: Promise<Outcome<string>> | undefined;
  closed?: { until: Date; failure: Failure } | undefined;
};

function refreshOnce(held: Held, refused?: string): Promise<Outcome<string>> {
  held.running ??= refresh(held, refused).finally(() => {
    held.running = undefined;
  });
  return held.running;
}

async function refresh(held: Held, refused?: string): Promise<Outcome<string>> {
  const { key, store, clock } = held;
  const usable = (stored: StoredToken | undefined) =>
    stored && stored.token !== refused && clock.now() < stored.refreshAt ? stored : undefined;
  const shared = usable(await store.get(key));
  if (shared) return hold(held, shared);
  return await store.withLock(key, async place => {
    const stored = await place.get(key);
    const fresh = usable(stored);
    if (fresh) return hold(held, fresh);
    const fetched = await fetchToken(held, refused);
    if (!fetched.ok) return stillWorking(held, stored, refused) ?? fetched;
    await place.put(key, fetched.data);
    return hold(held, fetched.data);
  });
}

async function fetchToken(held: Held, refused?: string): Promise<Outcome<StoredToken>> {
  const now = held.clock.now();
  if (held.closed && now < held.closed.until) return { ...held.closed.failure, retryAt: held.closed.until };
  const answer = await held.fetch(refused !== undefined);
  if (!answer.ok) {
    if (isFinal(answer)) close(held, answer, PENALTY);
    return answer;
  }
  const { token, lifetimeSeconds } = answer.data;
  if (token === refused) return close(held, REPEATED_TOKEN, REPEATED);
  // gettoken repeats a token while it is valid, so close to its end the early refresh may bring the same one with
  // little time left: half of that is waited, or every call would fetch.
  const lifetime = lifetimeSeconds * SECOND;
  const refreshAt = new Date(now.getTime() + Math.max(lifetime - EARLY, lifetime / 2));
  return done({ token, refreshAt, expiresAt: new Date(now.getTime() + lifetime) });
}

/** WeCom's own no will be the same no in a second; what the network says may change. */
function isFinal({ kind, code }: Failure): boolean {
  return kind === 'config' || kind === 'slow_down' || (kind === 'bug' && typeof code === 'number');
}

function close(held: Held, failure: Failure, milliseconds: number): Failure {
  const until = new Date(held.clock.now().getTime() + milliseconds);
  held.closed = { until, failure };
  return { ...failure, retryAt: until };
}

/** While a refresh fails, the token about to expire still does. */
function stillWorking(held: Held, stored: StoredToken | undefined, refused?: string) {
  if (!stored || stored.token === refused || held.clock.now() >= stored.expiresAt) return undefined;
  return done(stored.token);
}

function hold(held: Held, token: StoredToken): Outcome<string> {
  held.token = token;
  return done(token.token);
}

const REPEATED_TOKEN: Failure = {
  ok: false,
  kind: 'refresh_token',
  code: 42001,
  message: {
    zh: '企业微信不接受现有的 access_token，又没有给出新的，稍后会再换取。',
    en: 'WeCom refuses the access token and hands out no other; another is asked for in a moment.',
  },
};

/** Tokens of one process, for tests and for a single process without a database. */
export function memoryTokenStore(): TokenStore {
  const tokens = new Map<string, StoredToken>();
  const queues = new Map<string, Promise<unknown>>();
  const nameOf = (key: TokenKey) => `${key.accountId} ${key.name}`;
  const place: TokenPlace = {
    get: async key => tokens.get(nameOf(key)),
    put: async (key, token) => void tokens.set(nameOf(key), token),
  };
  return {
    ...place,
    async withLock(key, work) {
      const before = queues.get(nameOf(key)) ?? Promise.resolve();
      const mine = before.then(() => work(place));
      queues.set(
        nameOf(key),
        mine.catch(() => undefined),
      );
      return await mine;
    },
  };
}
