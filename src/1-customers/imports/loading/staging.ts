import { sql } from 'kysely';
import type pg from 'pg';
import type { Platform } from '#platform/platform.ts';
import type { ImportRecord } from '../formats/records/records.ts';
import { type CopyValue, CopyWriter } from './copy.ts';
import { LINE_COLUMNS, lineOf, runLine } from './line.ts';
import { PhoneBook } from './phone-book.ts';
import { PRODUCT_COLUMNS, ProductBook } from './product-book.ts';
import { Runs } from './runs.ts';

/** Tables that hold a file on its way in. */
const STAGING = ['import_lines', 'import_products', 'import_orders', 'import_phones'] as const;

/**
 * Throws away what is staged of an import. Where nobody else's lies there, which is nearly always, the tables are
 * emptied: to delete half a million rows one by one takes long, and then they must be vacuumed.
 */
export async function clearStaging({ db }: Pick<Platform, 'db'>, importId: number): Promise<void> {
  const id = sql.lit(importId);
  const blocks = STAGING.map(table => {
    const own = sql.table(table);
    return sql`
      begin
        if pg_relation_size(${sql.lit(table)}) < ${sql.lit(WORTH_EMPTYING)} then raise lock_not_available; end if;
        lock table ${own} in access exclusive mode nowait;
        if exists (select from ${own} where import_id < ${id}) or exists (select from ${own} where import_id > ${id}) then
          raise lock_not_available;
        end if;
        truncate ${own};
      exception when lock_not_available then
        delete from ${own} where import_id = ${id};
      end;`;
  });
  // One transaction for all: each would wait for the disk.
  await sql`do $$ begin ${sql.join(blocks, sql` `)} end $$`.execute(db);
}

/** Bytes. Smaller tables are quicker to delete from than to make anew. */
const WORTH_EMPTYING = 4_000_000;

/**
 * Staging of an import with two connections of its own, given back when the work has ended it. Of work that fails nothing
 * stays staged.
 */
export async function withStaging(
  { db, pool, vault }: Pick<Platform, 'db' | 'pool' | 'vault'>,
  importId: number,
  work: (staging: Staging, client: pg.PoolClient) => Promise<void>,
): Promise<void> {
  const clients = await allOrNone([pool.connect(), pool.connect()]);
  try {
    await work(new Staging(importId, new PhoneBook(vault), clients), clients[0]);
  } catch (error) {
    // In the middle of a COPY a connection is good for nothing else.
    for (const one of clients) one.release(true);
    // Without a database there is nothing to clear: whoever reads the file again throws it away.
    await clearStaging({ db }, importId).catch(() => undefined);
    throw error;
  }
  for (const one of clients) one.release();
}

type Two<T> = [T, T];

/** Connections that were opened while another could not be are given back. */
async function allOrNone(opening: Two<Promise<pg.PoolClient>>): Promise<Two<pg.PoolClient>> {
  try {
    return await Promise.all(opening);
  } catch (error) {
    for (const opened of await Promise.allSettled(opening))
      if (opened.status === 'fulfilled') opened.value.release();
    throw error;
  }
}

/** Lines and the products these name go into their tables side by side, each by a COPY of its own. */
class Staging {
  readonly #importId: number;
  readonly #phones: PhoneBook;
  readonly #client: pg.PoolClient;
  readonly #products: ProductBook;
  readonly #runs: Runs;
  readonly #copies: Record<'lines' | 'products', CopyWriter>;

  constructor(importId: number, phones: PhoneBook, [one, two]: Readonly<Two<pg.PoolClient>>) {
    this.#importId = importId;
    this.#phones = phones;
    this.#client = one;
    this.#products = new ProductBook(importId);
    this.#runs = new Runs(this.#products);
    this.#copies = {
      lines: new CopyWriter(one, 'import_lines', LINE_COLUMNS),
      products: new CopyWriter(two, 'import_products', PRODUCT_COLUMNS),
    };
  }

  async write(records: readonly ImportRecord[]): Promise<void> {
    const others: CopyValue[][] = [];
    for (const record of records) {
      if (record.kind === 'order' || record.kind === 'item') this.#runs.add(record);
      else others.push(lineOf(this.#importId, record, this.#phones));
    }
    await this.#put('more', others);
  }

  async end(): Promise<void> {
    await this.#put('end', []);
    await Promise.all(Object.values(this.#copies).map(copy => copy.end()));
    await this.#phones.save(this.#client, this.#importId);
  }

  async #put(end: 'more' | 'end', others: readonly CopyValue[][]): Promise<void> {
    const { lines, products } = this.#copies;
    const runs = this.#runs.take(end).map(run => runLine(this.#importId, run, this.#phones));
    await Promise.all([products.write(this.#products.take()), lines.write([...runs, ...others])]);
    await Promise.all([products.pause(), lines.pause()]);
  }
}
