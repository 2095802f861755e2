import type { Logger } from '#platform/logger.ts';
import { strike } from '../faults/faults.ts';
import { writeLog } from '../recorder/recorder.ts';
import type { Simulation } from '../simulation.ts';
import { type Receiver, type Stamp, sealCheck, sealEvent } from './envelope.ts';

type CallbackRow = {
  id: number;
  corpid: string;
  agentid: number;
  event: string;
  xml: string;
  tries: number;
  held: number;
};
type Listener = Receiver & { callback_verified: number };

const PUSH_FAULTS = ['callback_wrong_signature', 'callback_wrong_receiveid'] as const;

/**
 * Pushes what is due, one after the other for each app, so that without faults the order is kept. What waits is in
 * the file: after a crash the last push may be made again.
 */
export class Pusher {
  readonly #simulation: Simulation;
  readonly #log: Logger;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  constructor(simulation: Simulation, log: Logger) {
    this.#simulation = simulation;
    this.#log = log;
  }

  /** Begins to push for every app that has something due and is not being pushed to already. */
  pushDue(): void {
    const { store, clock } = this.#simulation;
    const apps = store.all<{ corpid: string; agentid: number }>(
      `select distinct corpid, agentid from callbacks where state = 'waiting' and due_at <= ?`,
      clock.milliseconds(),
    );
    for (const { corpid, agentid } of apps) {
      const key = `${corpid} ${agentid}`;
      if (this.#running.has(key)) continue;
      const run = this.#drain(corpid, agentid)
        .catch(error => this.#log.error({ err: error }, 'simulator fault'))
        .finally(() => this.#running.delete(key));
      this.#running.set(key, run);
    }
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await Promise.allSettled(this.#running.values());
  }

  async #drain(corpid: string, agentid: number): Promise<void> {
    const { store, clock } = this.#simulation;
    while (!this.#stop.signal.aborted) {
      const due = store.one<CallbackRow>(
        `select * from callbacks where state = 'waiting' and due_at <= ? and corpid = ? and agentid = ?
         order by due_at, id limit 1`,
        ...[clock.milliseconds(), corpid, agentid],
      );
      const receiver = store.one<Listener>(
        'select * from apps where corpid = ? and agentid = ?',
        corpid,
        agentid,
      );
      if (!due || !receiver?.callback_url) return;
      const outcome = await this.#push(receiver, due);
      if (this.#stop.signal.aborted) return;
      this.#note(due, outcome);
    }
  }

  /** A failed address check counts as a failed push: the platform would not have begun. */
  async #push(receiver: Listener, row: CallbackRow): Promise<string> {
    if (!receiver.callback_verified) {
      const refused = await checkAddress(this.#simulation, receiver, this.#stop.signal);
      if (refused) return `url check: ${refused}`;
    }
    const faults = strike(this.#simulation, { kinds: PUSH_FAULTS, corpid: row.corpid });
    const { url, body } = sealEvent(receiver, row.xml, stamp(this.#simulation, row.id + row.tries), {
      signature: faults.some(fault => fault.kind === 'callback_wrong_signature'),
      receiveid: faults.some(fault => fault.kind === 'callback_wrong_receiveid'),
    });
    const patience = this.#simulation.settings.callbackTimeoutMilliseconds;
    const response = await request(url, { method: 'POST', body, headers: XML }, patience, this.#stop.signal);
    if (typeof response === 'string') return response;
    return response.status === 200 ? 'delivered' : `status ${response.status}`;
  }

  /** Whatever overtook a held callback lets it go. */
  #note(row: CallbackRow, outcome: string): void {
    const { store, clock, settings } = this.#simulation;
    const tries = row.tries + 1;
    const state =
      outcome === 'delivered' ? 'delivered' : tries >= settings.callbackTries ? 'failed' : 'waiting';
    store.transaction(() => {
      store.run(
        'update callbacks set state = ?, tries = ?, due_at = ? where id = ?',
        ...[state, tries, clock.milliseconds() + settings.callbackRetrySeconds * 1_000, row.id],
      );
      if (state === 'delivered')
        store.run(
          `update callbacks set held = 0, due_at = ? where held = 1 and state = 'waiting' and corpid = ?
             and agentid = ? and id < ?`,
          ...[clock.milliseconds(), row.corpid, row.agentid, row.id],
        );
      const detail = { agentid: row.agentid, try: tries, outcome };
      writeLog(this.#simulation, { kind: 'callback', corpid: row.corpid, what: row.event, detail });
    });
  }
}

const XML = { 'content-type': 'text/xml' };

/** The address must answer the decrypted echostr and nothing else. @returns why it failed, or nothing. */
export async function checkAddress(
  simulation: Simulation,
  receiver: Receiver,
  stop?: AbortSignal,
): Promise<string | undefined> {
  const { url, expected } = sealCheck(receiver, stamp(simulation, 0));
  const response = await request(url, { method: 'GET' }, simulation.settings.urlCheckMilliseconds, stop);
  if (typeof response === 'string') return response;
  if (response.status !== 200) return `status ${response.status}`;
  if (response.text !== expected) return 'the answer is not the decrypted echostr';
  simulation.store.run(
    'update apps set callback_verified = 1 where corpid = ? and agentid = ?',
    receiver.corpid,
    receiver.agentid,
  );
  return undefined;
}

/** Transport time is the base clock's: an offset is part of the story inside, and a receiver refuses old stamps. */
function stamp({ clock, chance }: Simulation, about: number): Stamp {
  const now = clock.base.now().getTime();
  const nonce = Math.floor(chance.about('nonce', now, about).next() * 1e10);
  return { timestamp: String(Math.floor(now / 1_000)), nonce: String(nonce) };
}

async function request(
  url: string,
  init: RequestInit,
  patience: number,
  stop?: AbortSignal,
): Promise<{ status: number; text: string } | string> {
  const late = AbortSignal.timeout(patience);
  try {
    const signal = stop ? AbortSignal.any([stop, late]) : late;
    const response = await fetch(url, { ...init, signal, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  } catch (error) {
    if (late.aborted) return `no answer within ${patience} ms`;
    return error instanceof Error ? String(error.cause ?? error.message) : 'unreachable';
  }
}
