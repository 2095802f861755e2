import type { Simulation } from '../simulation.ts';
import { Refusal } from './errcodes.ts';

type Rate = { window: number; n: number; blocked_until: number };

/** Counts a call of one API for the corp and for the address, by the minute and by the hour. */
export function countCall(
  simulation: Simulation,
  path: string,
  corpid: string,
  address: string,
): 'counted' | 'blocked' {
  const { settings } = simulation;
  const minute = { seconds: 60, block: settings.minuteBlockSeconds };
  const hour = { seconds: 3_600, block: settings.hourBlockSeconds };
  const verdicts = [
    count(simulation, `${corpid} ${path} minute`, minute, settings.corpCallsPerMinute),
    count(simulation, `${corpid} ${path} hour`, hour, settings.corpCallsPerHour),
    count(simulation, `${address} ${path} minute`, minute, settings.addressCallsPerMinute),
    count(simulation, `${address} ${path} hour`, hour, settings.addressCallsPerHour),
  ];
  return verdicts.includes('blocked') ? 'blocked' : 'counted';
}

/** Counts a call that has a limit of its own per corp and hour. */
export function countHourly(simulation: Simulation, key: string, most: number): 'counted' | 'blocked' {
  return count(simulation, key, { seconds: 3_600, block: simulation.settings.hourBlockSeconds }, most);
}

/** Counts a call that has a limit of its own per corp and minute. */
export function countMinutely(simulation: Simulation, key: string, most: number): 'counted' | 'blocked' {
  return count(simulation, key, { seconds: 60, block: 0 }, most);
}

/** A fixed window, as the platform's page speaks of "10,000 times a minute". */
function count(
  { store, clock }: Simulation,
  key: string,
  span: { seconds: number; block: number },
  most: number,
): 'counted' | 'blocked' {
  const now = clock.milliseconds();
  const window = Math.floor(now / 1_000 / span.seconds);
  const row = store.one<Rate>('select window, n, blocked_until from rates where key = ?', key);
  if (row && row.blocked_until > now) return 'blocked';
  const n = row?.window === window ? row.n + 1 : 1;
  const blockedUntil = n > most ? now + span.block * 1_000 : 0;
  store.run('insert or replace into rates values (?, ?, ?, ?)', key, window, n, blockedUntil);
  return n > most ? 'blocked' : 'counted';
}

/** @throws Refusal 45009 while the address is banned for wrong secrets. */
export function refuseBanned({ store, clock }: Simulation, address: string): void {
  const row = store.one<Rate>('select window, n, blocked_until from rates where key = ?', banKey(address));
  if (row && row.blocked_until > clock.milliseconds()) throw new Refusal(45009);
}

/** A wrong secret; the last allowed one bans the address. */
export function countBadSecret({ store, clock, settings }: Simulation, address: string): void {
  const row = store.one<Rate>('select window, n, blocked_until from rates where key = ?', banKey(address));
  const served = row !== undefined && row.blocked_until > 0 && row.blocked_until <= clock.milliseconds();
  const n = served ? 1 : (row?.n ?? 0) + 1;
  const until = n >= settings.badSecretsBeforeBan ? clock.milliseconds() + settings.banSeconds * 1_000 : 0;
  store.run('insert or replace into rates values (?, 0, ?, ?)', banKey(address), n, until);
}

export function forgetBadSecrets({ store }: Simulation, address: string): void {
  store.run('delete from rates where key = ?', banKey(address));
}

const banKey = (address: string) => `ban ${address}`;

/** What is under way at this moment; gone with the process, like the calls themselves. */
export class Traffic {
  readonly #running = new Map<string, number>();
  readonly #held = new Set<string>();

  /** @throws Refusal 45033 when the corp already has `most` calls of this API under way. */
  enter(key: string, most: number): void {
    const running = this.#running.get(key) ?? 0;
    if (most > 0 && running >= most) throw new Refusal(45033);
    this.#running.set(key, running + 1);
  }

  leave(key: string): void {
    const running = (this.#running.get(key) ?? 1) - 1;
    if (running > 0) this.#running.set(key, running);
    else this.#running.delete(key);
  }

  /** @throws Refusal 45035 when somebody else works on the same thing. */
  hold(key: string): void {
    if (this.#held.has(key)) throw new Refusal(45035);
    this.#held.add(key);
  }

  release(key: string): void {
    this.#held.delete(key);
  }
}
