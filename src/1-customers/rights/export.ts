import { sql } from 'kysely';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db } from '#platform/postgres/connect.ts';
import type { Vault } from '#platform/vault/vault.ts';
import { personInScope } from '../customers/customers.ts';
import { profilesOf } from '../identities/persons.ts';
import { readPhone } from '../identities/phones.ts';
import { EXPORT_TABLES } from './export-tables.ts';

export type Row = Record<string, unknown>;
export type PersonExport = { personId: number; tables: { name: string; rows: Row[] }[] };

/**
 * Everything Siyu holds of one person, to be handed to them (PIPL art. 45): phones in full, because they are theirs.
 * That it was taken out stands in the audit log before the first byte leaves.
 */
export async function exportPerson(
  { db, clock, vault }: Pick<Platform, 'db' | 'clock' | 'vault'>,
  actor: Actor,
  customerId: number,
  format: 'json' | 'csv',
): Promise<PersonExport> {
  return await db.transaction().execute(async tx => {
    const personId = await personInScope(tx, actor, customerId);
    const tables = await readTables(tx, vault, await profilesOf(tx, personId));
    await audit(tx, clock, actor, {
      action: 'customer.exported',
      object: { kind: 'customer', id: personId },
      customerId: personId,
      after: { format, rows: tables.reduce((sum, table) => sum + table.rows.length, 0) },
    });
    return { personId, tables };
  });
}

async function readTables(
  db: Db,
  vault: Vault,
  profiles: readonly number[],
): Promise<PersonExport['tables']> {
  const tables: PersonExport['tables'] = [];
  for (const [name, query] of Object.entries(EXPORT_TABLES)) {
    const parts = query.split('any($)');
    const ids = sql`any(${profiles}::bigint[])`;
    const statement = sql<Row>`${sql.join(
      parts.map(part => sql.raw(part)),
      ids,
    )}`;
    // Under their own names: what is handed out is read outside this program.
    const { rows } = await statement.execute(db.withoutPlugins());
    tables.push({ name, rows: name === 'identities' ? rows.map(row => opened(vault, row)) : rows });
  }
  return tables;
}

/** A phone's stored key is an index that means nothing to anybody. */
function opened(vault: Vault, { sealed, key, ...row }: Row): Row {
  const value = Buffer.isBuffer(sealed) ? readPhone(vault, { key: String(key), sealed }) : key;
  return { ...row, value };
}
