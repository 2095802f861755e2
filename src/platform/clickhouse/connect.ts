import { buffer } from 'node:stream/consumers';
import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';

/** What Siyu asks of ClickHouse, embedded or remote. Values are bound as `{name:Type}`, never spliced into the text. */
export type ClickHouse = {
  rows<Row>(sql: string, parameters?: Record<string, unknown>): Promise<Row[]>;
  /**
   * One page of rows and how many there are on all pages together, from one pass over them. The statement ends with its
   * LIMIT: what makes the number exact is added here.
   */
  page<Row>(sql: string, parameters?: Record<string, unknown>): Promise<{ rows: Row[]; total: number }>;
  /** Rows in RowBinary: many numbers as they lie in memory, where writing and reading digits would take longer than the answer. */
  binary(sql: string, parameters?: Record<string, unknown>): Promise<Buffer>;
  command(sql: string, parameters?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
};

/** ClickHouse is there and says no: to ask the same again would not help. */
export function isRefused(error: unknown): boolean {
  return error instanceof ClickHouseError;
}

/**
 * Every row is counted before LIMIT cuts, so nothing may leave rows out earlier: neither an order read from the table nor
 * the worst key of the page so far.
 */
const EXACT =
  'settings exact_rows_before_limit = 1, optimize_read_in_order = 0, use_top_k_dynamic_filtering = 0, use_skip_indexes_for_top_k = 0';

export function connectClickHouse(url: string, database = 'default'): ClickHouse {
  const client = createClient({
    url,
    database,
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: 600_000,
    // Values that are too long for an address travel in a form: a rule may name hundreds of goods or cities.
    use_multipart_params_auto: true,
  });
  const rows = async <Row>(sql: string, parameters: Record<string, unknown> = {}) => {
    const result = await client.query({ query: sql, query_params: parameters, format: 'JSONEachRow' });
    return await result.json<Row>();
  };
  return {
    rows,
    async page<Row>(sql: string, parameters: Record<string, unknown> = {}) {
      const query = `${sql} ${EXACT}`;
      const result = await client.query({ query, query_params: parameters, format: 'JSON' });
      const { data, rows_before_limit_at_least: total } = await result.json<Row>();
      if (total === undefined) throw new Error('ClickHouse did not say how many rows there are before LIMIT');
      return { rows: data, total: Number(total) };
    },
    async binary(sql, parameters = {}) {
      if (isLong(parameters)) {
        const [row] = await rows<{ bytes: string }>(asText(sql), parameters);
        return Buffer.from(row?.bytes ?? '', 'base64');
      }
      const { stream } = await client.exec({ query: `${sql} format RowBinary`, query_params: parameters });
      return await buffer(stream);
    },
    async command(sql, parameters = {}) {
      await client.command({ query: sql, query_params: parameters });
    },
    close: () => client.close(),
  };
}

/** The client sends values in a form only where it reads the answer as text: long ones are asked for as text. */
const isLong = (parameters: Record<string, unknown>) =>
  encodeURIComponent(JSON.stringify(parameters)).length > 4_000;
const asText = (sql: string) =>
  `select base64Encode(groupConcat(formatRowNoNewline('RowBinary', *))) as bytes from (${sql})`;
