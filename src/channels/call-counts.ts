import { sql } from 'kysely';
import { type Clock, HOUR, MINUTE } from '#platform/clock.ts';
import type { Logger } from '#platform/logger.ts';
import type { Db } from '#platform/postgres/connect.ts';

/** What came of one request: `ok`, what its failure means, or `put_off` when it was not even made. */
export type CallNote = { api: string; meaning: string; code: string };

type Needs = { db: Db; clock: Clock; log: Logger };
type Line = CallNote & { accountId: number; hour: Date; calls: number };

/**
 * Counts requests by account, hour, API and meaning. They are added up in memory and written down once a minute, so a
 * request costs no statement; a process that dies loses its last minute of them, and no more.
 */
export class CallCounts {
  readonly #needs: Needs;
  #lines = new Map<string, Line>();
  #timer: NodeJS.Timeout | undefined;

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  note(accountId: number, note: CallNote): void {
    const hour = new Date(Math.floor(this.#needs.clock.now().getTime() / HOUR) * HOUR);
    this.#add({ accountId, hour, ...note, calls: 1 });
    this.#timer ??= setTimeout(() => this.#flushQuietly(), MINUTE).unref();
  }

  /** Writes down what has been counted since the last time. What cannot be written is kept for the next. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const lines = [...this.#lines.values()];
    this.#lines = new Map();
    if (lines.length === 0) return;
    try {
      await write(this.#needs.db, lines);
    } catch (error) {
      for (const line of lines) this.#add(line);
      throw error;
    }
  }

  #add(line: Line): void {
    const key = [line.accountId, line.hour.getTime(), line.api, line.meaning, line.code].join(' ');
    const calls = (this.#lines.get(key)?.calls ?? 0) + line.calls;
    this.#lines.set(key, { ...line, calls });
  }

  #flushQuietly(): void {
    this.flush().catch(error => this.#needs.log.debug({ err: error }, 'calls not counted yet'));
  }
}

/** In the order of the key, so that two processes that add at once wait for each other instead of for ever. */
async function write(db: Db, lines: readonly Line[]): Promise<void> {
  const rows = lines.map(({ accountId, hour, ...line }) => ({
    ...{ account_id: accountId, hour: hour.toISOString() },
    ...line,
  }));
  await sql`
    insert into channel_calls (account_id, hour, api, meaning, code, calls)
    select account_id, hour, api, meaning, code, calls
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as t (account_id bigint, hour timestamptz, api text, meaning text, code text, calls integer)
    order by account_id, hour, api, meaning, code
    on conflict (account_id, hour, api, meaning, code) do update set calls = channel_calls.calls + excluded.calls`.execute(
    db,
  );
}

/** One per process and database. */
const countsOf = new WeakMap<Db, CallCounts>();

export function callCounts(needs: Needs): CallCounts {
  const known = countsOf.get(needs.db) ?? new CallCounts(needs);
  countsOf.set(needs.db, known);
  return known;
}
