import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from } from 'pg-copy-streams';

export type CopyValue = string | number | boolean | Date | null | undefined;

/** Milliseconds. A COPY is a transaction that has written: while it is open, nobody reads the log any further. */
const OPEN_FOR = 500;

type Copy = { stream: ReturnType<typeof from>; done: Promise<void>; since: number };

/**
 * Writes rows into a table by COPY, as fast as PostgreSQL takes them and no faster. A long writing is several COPYs: what
 * was written stays, whatever becomes of the rest.
 */
export class CopyWriter {
  readonly #client: pg.PoolClient;
  readonly #statement: string;
  #copy: Copy | undefined;

  constructor(client: pg.PoolClient, table: string, columns: readonly string[]) {
    this.#client = client;
    this.#statement = `copy ${table} (${columns.join(', ')}) from stdin`;
  }

  async write(rows: readonly (readonly CopyValue[])[]): Promise<void> {
    let text = '';
    for (const row of rows) {
      for (let i = 0; i < row.length; i++) text += i === 0 ? copyField(row[i]) : `\t${copyField(row[i])}`;
      text += '\n';
    }
    if (text === '') return;
    this.#copy ??= this.#begin();
    const { stream, done } = this.#copy;
    if (!stream.write(text)) await Promise.race([once(stream, 'drain'), done]);
  }

  /** To be called now and then while writing, also when there is nothing to write: ends a COPY that was open for long. */
  async pause(): Promise<void> {
    if (this.#copy && performance.now() - this.#copy.since > OPEN_FOR) await this.end();
  }

  async end(): Promise<void> {
    const copy = this.#copy;
    this.#copy = undefined;
    copy?.stream.end();
    await copy?.done;
  }

  #begin(): Copy {
    const stream = this.#client.query(from(this.#statement));
    const done = finished(stream);
    done.catch(() => undefined);
    return { stream, done, since: performance.now() };
  }
}

const SPECIAL = /[\\\t\n\r]/;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value in COPY's text format. */
function copyField(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return copyText(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return value.toISOString();
}

/** A text in COPY's text format. */
export function copyText(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[\\\t\n\r]/g, c => ESCAPES[c] ?? c) : text;
}
