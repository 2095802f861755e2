import type { Platform } from '#platform/platform.ts';
import { holdProjection } from '../projection/rebuild.ts';
import { takingApart } from '../projection/whole.ts';
import type { Remainder } from './scrub.ts';

/** Tables that say who somebody is, or what they did. */
const TABLES = ['customers', 'customer_facts', 'follows', 'events'];

/**
 * Copies what stands into new tables and drops the old ones with their files. Merging and deleting leave the former
 * parts behind, minutes in a server, until the next start in the embedded engine. The projection waits meanwhile; what it
 * had begun it does again. So does an erasure, which deletes from the same tables.
 */
export async function scrubClickHouse(platform: Platform): Promise<Remainder[]> {
  await takingApart(platform, () => copyTables(platform));
  return platform.config.clickhouseUrl ? ['clickhouse_not_ours'] : [];
}

async function copyTables(platform: Platform): Promise<void> {
  const { clickhouse } = platform;
  const release = await holdProjection(platform);
  try {
    for (const table of TABLES) {
      const copy = `${table}_scrubbed`;
      await clickhouse.command(`drop table if exists ${copy} sync`);
      await clickhouse.command(`create table ${copy} as ${table}`);
      await clickhouse.command(
        `insert into ${copy} select * from ${table} settings max_execution_time = 0, max_partitions_per_insert_block = 0`,
      );
      await clickhouse.command(`exchange tables ${table} and ${copy}`);
      await clickhouse.command(`drop table ${copy} sync`);
    }
  } finally {
    await release();
  }
}
