import pg from 'pg';
import { CopyWriter } from '#customers/imports';
import type { Making } from './making.ts';
import { addPerson } from './person-rows.ts';
import { noRows, type Rows, TABLE_NAMES, TABLES } from './tables.ts';
import { trustRows } from './trust.ts';

/** People whose rows are made at once; two such lots are held, which bounds the memory. */
const CHUNK = 200;

/** Streams everybody's rows into their tables, all tables at once, each by a COPY of its own. */
export async function loadPeople(
  pool: pg.Pool,
  making: Making,
  customers: number,
  onProgress: (done: number) => void,
): Promise<void> {
  const own = new pg.Pool({ ...pool.options, max: TABLE_NAMES.length });
  const streams = await Promise.all(TABLE_NAMES.map(async table => await openStream(own, table)));
  try {
    // While PostgreSQL takes one lot, the next is made.
    let taken: Promise<unknown> = Promise.resolve();
    for (let from = 0; from < customers; from += CHUNK) {
      const rows = noRows();
      const to = Math.min(from + CHUNK, customers);
      for (let index = from; index < to; index++) addPerson(rows, making, index);
      await taken;
      taken = Promise.all(streams.map(stream => stream.write(rows)));
      onProgress(to);
    }
    await taken;
    await Promise.all(streams.map(stream => stream.end()));
  } finally {
    for (const stream of streams) stream.leave();
    await own.end();
  }
}

async function openStream(pool: pg.Pool, table: (typeof TABLE_NAMES)[number]) {
  const client = await pool.connect();
  await trustRows(client);
  const writer = new CopyWriter(client, table, TABLES[table]);
  return {
    write: (rows: Rows) => writer.write(rows[table]),
    end: () => writer.end(),
    leave: () => client.release(true),
  };
}
