import { ClickHouseError, ClickHouseLogLevel, createClient } from '@clickhouse/client';

/** What Siyu asks of ClickHouse, embedded or remote. Values are bound as `{name:Type}`, never spliced into the text. */
export type ClickHouse = {
  rows<Row>(sql: string, parameters?: Record<string, unknown>): Promise<Row[]>;
  command(sql: string, parameters?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
};

/** ClickHouse is there and says no: to ask the same again would not help. */
export function isRefused(error: unknown): boolean {
  return error instanceof ClickHouseError;
}

export function connectClickHouse(url: string, database = 'default'): ClickHouse {
  const client = createClient({
    url,
    database,
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: 600_000,
    // Values that are too long for an address travel in a form: a rule may name hundreds of goods or cities.
    use_multipart_params_auto: true,
  });
  return {
    async rows<Row>(sql: string, parameters: Record<string, unknown> = {}) {
      const result = await client.query({ query: sql, query_params: parameters, format: 'JSONEachRow' });
      return await result.json<Row>();
    },
    async command(sql, parameters = {}) {
      await client.command({ query: sql, query_params: parameters });
    },
    close: () => client.close(),
  };
}
