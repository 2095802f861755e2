import type { PostgresAddress } from '#platform/platform.ts';
import type { ProjectedTable } from './tables.ts';

/** Builds the ClickHouse statements that read from PostgreSQL inside the engine. */
export type Pull = {
  /** `INSERT INTO table SELECT … FROM postgresql(…)` for one batch, or for everything when there is no range. */
  insert(table: ProjectedTable, options: { range?: string; version: number }): string;
  /** Marks as deleted what ClickHouse holds of the batch's changed orders and PostgreSQL no longer does. */
  dropStaleItems(table: ProjectedTable, options: { range: string; version: number }): string;
  /** The table as PostgreSQL has it now, as a ClickHouse subquery with the table's columns. */
  select(table: ProjectedTable): string;
};

/**
 * JSON keeps its own types: a text that looks like a date stays a text. A key `a.b` is the same path as b inside a: when
 * both are there the first counts, rather than that the event stops the projection.
 */
export const READ_JSON = `input_format_try_infer_dates = 0, input_format_try_infer_datetimes = 0, type_json_skip_duplicated_paths = 1`;
const SETTINGS = `settings max_execution_time = 0, max_partitions_per_insert_block = 0, ${READ_JSON}, external_storage_connect_timeout_sec = 10`;

export function fromPostgres(address: PostgresAddress): Pull {
  const { host, port, database, user, password } = address;
  const remote = (query: string) =>
    `postgresql(${quote(`${host}:${port}`)}, ${quote(database)}, query(${quote(query)}), ${quote(user)}, ${quote(password)})`;

  return {
    insert(table, { range, version }) {
      const columns = table.versioned ? [...table.columns, 'version'] : table.columns;
      const read = table.versioned ? [...table.read, String(version)] : table.read;
      return `insert into ${table.name} (${columns.join(', ')}) select ${read.join(', ')} from ${remote(sourceOf(table, range))} ${SETTINGS}`;
    },
    dropStaleItems(table, { range, version }) {
      const changed = `select distinct (data ->> 'orderId')::bigint as order_id from events
        where ${range} and type in ('order.changed', 'order.matched', 'order.removed')`;
      const kept = table.columns.filter(column => column !== 'deleted').join(', ');
      return `insert into ${table.name} (${kept}, deleted, version) select ${kept}, 1, ${version} from ${table.name} final
        where order_id in (select order_id from ${remote(changed)})
          and (customer_id, order_id, line) not in (select customer_id, order_id, line from ${remote(sourceOf(table, range))}) ${SETTINGS}`;
    },
    select(table) {
      const read = table.read.map((expression, i) => `${expression} as ${table.columns[i]}`);
      return `select ${read.join(', ')} from ${remote(sourceOf(table, undefined))}`;
    },
  };
}

/** A PostgreSQL table that ClickHouse may insert into: `INSERT INTO FUNCTION …`. */
export function postgresTable(
  { host, port, database, user, password }: PostgresAddress,
  table: string,
): string {
  return `postgresql(${[`${host}:${port}`, database, table, user, password].map(quote).join(', ')})`;
}

function sourceOf(table: ProjectedTable, range: string | undefined): string {
  const restriction = range === undefined ? table.whole : table.touched.replaceAll('{range}', range);
  return table.source.replaceAll('{touched}', restriction || 'true');
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
