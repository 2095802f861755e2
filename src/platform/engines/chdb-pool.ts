import { Session } from 'chdb';

export type ChdbQuery = { sql: string; parameters: Record<string, string>; database: string };
export type ChdbAnswer = { bytes: Uint8Array; rowsRead: number };

type Connection = { session: Session; database: string };

/**
 * What one query may take, because a chDB query cannot be interrupted; a statement's own SETTINGS go further. Bound values
 * are statements here (`SET param_x = …`), and a rule may bind as much as a request may hold.
 */
const LIMITS = [
  '--max_execution_time=60',
  '--max_query_size=16777216',
  '--output_format_json_quote_64bit_integers=0',
];

/**
 * A few connections to one chDB data folder. chDB runs the queries of one connection one after another and those of
 * several side by side, so a long projection does not hold up a count.
 */
export class ChdbPool {
  #idle: Connection[] = [];
  #waiting: ((connection: Connection) => void)[] = [];
  #all: Connection[] = [];
  readonly #folder: string;

  constructor(folder: string, size: number) {
    this.#folder = folder;
    for (let i = 0; i < size; i++) this.#idle.push(this.#open());
  }

  async run(query: ChdbQuery): Promise<ChdbAnswer> {
    const connection = await this.#take();
    try {
      if (connection.database !== query.database) {
        await connection.session.queryAsync(`USE ${quote(query.database)}`);
        connection.database = query.database;
      }
      // `SET param_x` reads its value as the HTTP interface reads `?param_x=`, escapes included.
      const bound = Object.entries(query.parameters).map(
        ([name, value]) => `param_${name} = ${literal(value)}`,
      );
      if (bound.length > 0) await connection.session.queryAsync(`SET ${bound.join(', ')}`);
      const result = await connection.session.queryAsync(query.sql, { format: 'TabSeparated' });
      return { bytes: result.bytes(), rowsRead: result.rowsRead };
    } finally {
      this.#give(connection);
    }
  }

  /** Waits for the running queries and closes the folder. */
  async close(): Promise<void> {
    for (let i = 0; i < this.#all.length; i++) await this.#take();
    for (const { session } of this.#all) session.close();
  }

  #open(): Connection {
    const connection = {
      session: new Session(this.#folder, { connectionArgs: LIMITS }),
      database: 'default',
    };
    this.#all.push(connection);
    return connection;
  }

  #take(): Promise<Connection> {
    const free = this.#idle.pop();
    return free ? Promise.resolve(free) : new Promise(resolve => this.#waiting.push(resolve));
  }

  #give(connection: Connection): void {
    const next = this.#waiting.shift();
    if (next) next(connection);
    else this.#idle.push(connection);
  }
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
