import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { SCHEMA, SCHEMA_VERSION } from './schema.ts';

export type Value = string | number | null;

/**
 * The simulator's memory: one SQLite file, or `:memory:`. Write-ahead logging without a sync per commit survives
 * kill -9 of the process; only a failing machine could take the last commits, which a simulator may lose.
 */
export class Store {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #inTransaction = false;

  constructor(file: string) {
    this.#database = new DatabaseSync(file);
    this.#database.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma busy_timeout = 5000');
    if (this.#version() !== SCHEMA_VERSION) this.#forget();
    this.#database.exec(`${SCHEMA}; pragma user_version = ${SCHEMA_VERSION}`);
  }

  /** Rows as the statement names them. The row's type is the statement's promise: this is the border to SQL. */
  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#prepared(sql).all(...values) as Row[];
  }

  one<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#prepared(sql).get(...values) as Row | undefined;
  }

  /** @returns how many rows changed. */
  run(sql: string, ...values: Value[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  /** @returns the row id of the new row. */
  insert(sql: string, ...values: Value[]): number {
    return Number(this.#prepared(sql).run(...values).lastInsertRowid);
  }

  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** All or nothing; inside another transaction it is part of that one. */
  transaction<T>(work: () => T): T {
    if (this.#inTransaction) return work();
    this.#database.exec('begin immediate');
    this.#inTransaction = true;
    try {
      const result = work();
      this.#database.exec('commit');
      return result;
    } catch (error) {
      this.#database.exec('rollback');
      throw error;
    } finally {
      this.#inTransaction = false;
    }
  }

  close(): void {
    this.#statements.clear();
    this.#database.close();
  }

  #version(): number {
    return this.one<{ user_version: number }>('pragma user_version')?.user_version ?? 0;
  }

  /** A world made by another version of the simulator is not carried over: it can be described again. */
  #forget(): void {
    const tables = this.all<{ name: string }>(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'`,
    );
    for (const { name } of tables) this.#database.exec(`drop table "${name}"`);
    this.#statements.clear();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
