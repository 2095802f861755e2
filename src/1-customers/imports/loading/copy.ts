import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from } from 'pg-copy-streams';

export type CopyValue = string | number | boolean | Date | null | undefined;

/** Writes rows into a table by COPY, as fast as PostgreSQL takes them and no faster. */
export class CopyWriter {
  readonly #stream: ReturnType<typeof from>;
  readonly #done: Promise<void>;

  constructor(client: pg.PoolClient, table: string, columns: readonly string[]) {
    this.#stream = client.query(from(`copy ${table} (${columns.join(', ')}) from stdin`));
    this.#done = finished(this.#stream);
    this.#done.catch(() => undefined);
  }

  async write(rows: readonly (readonly CopyValue[])[]): Promise<void> {
    let text = '';
    for (const row of rows) {
      for (let i = 0; i < row.length; i++) text += i === 0 ? copyField(row[i]) : `\t${copyField(row[i])}`;
      text += '\n';
    }
    await this.writeText(text);
  }

  /** Rows that are already in COPY's text format, each with its newline. */
  async writeText(text: string): Promise<void> {
    if (text === '') return;
    if (!this.#stream.write(text)) await Promise.race([once(this.#stream, 'drain'), this.#done]);
  }

  async end(): Promise<void> {
    this.#stream.end();
    await this.#done;
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
