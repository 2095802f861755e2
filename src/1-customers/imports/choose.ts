import type { z } from 'zod';
import { pathOf } from '#platform/files/files.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { fieldsInUse } from '../fields/fields.ts';
import { UNKNOWN_FIELD } from '../fields/refusals.ts';
import { FILE_ERASED } from '../rights/refusals.ts';
import type { importChoice } from './contract.ts';
import { formatOf } from './formats/formats.ts';
import { inspectFile } from './formats/inspect-file.ts';
import { type ImportPlan, importPlan, mappingFaults } from './formats/mapping.ts';
import { lockImport, STARTS, type StoredPlan } from './imports.ts';
import { badMapping, UNRECOGNISED } from './refusals.ts';

type Choice = z.output<typeof importChoice>;

/** Decides how the file is read and into which shop. A check writes nothing, so it makes no shop either. */
export async function chooseImport(
  tx: Tx,
  platform: Platform,
  id: number,
  choice: Choice,
  step: 'check' | 'load',
): Promise<void> {
  const row = await lockImport(tx, id, STARTS[step]);
  if (row.fileRemovedAt) throw new Problem(FILE_ERASED);
  const plan = await withFields(tx, await planOf(pathOf(platform.home, row.fileSha256), choice));
  const known = await knownShop(tx, choice.shop);
  const newShop = known === undefined && 'name' in choice.shop ? choice.shop.name : undefined;
  const accountId = known ?? (step === 'load' && newShop !== undefined ? await makeShop(tx, newShop) : null);
  const stored: StoredPlan = { ...plan, ...(accountId === null && newShop !== undefined && { newShop }) };
  await tx
    .updateTable('imports')
    .set({ accountId, format: plan.format, mapping: JSON.stringify(stored) })
    .where('id', '=', id)
    .execute();
}

/** The plan of a choice; without a format or mapping the file itself must say what it is. */
export async function planOf(path: string, choice: Omit<Choice, 'shop'>): Promise<ImportPlan> {
  const { mapping, format, headerRow, sheet } = choice;
  if (mapping) {
    const [fault] = mappingFaults(mapping);
    if (fault) throw new Problem(badMapping(fault.words), { part: fault.part });
    return importPlan.parse({ format: 'mapped', mapping, headerRow: headerRow ?? 1, sheet });
  }
  if (format && formatOf(format as never))
    return importPlan.parse({ format, headerRow: headerRow ?? 1, sheet });
  const inspection = await inspectFile(path, { sheet });
  const [best] = inspection.recognised;
  if (!best || best.missing.length > 0) throw new Problem(UNRECOGNISED);
  const { layout } = inspection;
  return importPlan.parse({
    format: best.format,
    headerRow: headerRow ?? inspection.headerRow,
    sheet: layout.kind === 'xlsx' ? layout.sheet : undefined,
  });
}

/** The fields a mapping names, as they are now: what is archived, or not there, is refused before anything is read. */
export async function withFields(tx: Db | Tx, plan: ImportPlan): Promise<ImportPlan> {
  const keys = plan.mapping?.custom.map(({ key }) => key) ?? [];
  if (keys.length === 0) return plan;
  const fields = (await fieldsInUse(tx)).filter(({ key }) => keys.includes(key));
  const unknown = keys.find(key => !fields.some(field => field.key === key));
  if (unknown !== undefined) throw new Problem(UNKNOWN_FIELD, { key: unknown });
  return { ...plan, fields };
}

/** The shop by id, or by name where there is one of that name. */
async function knownShop(tx: Tx, shop: Choice['shop']): Promise<number | undefined> {
  const found = await tx
    .selectFrom('channelAccounts')
    .select('id')
    .where('kind', '=', 'shop')
    .where(eb => ('id' in shop ? eb('id', '=', shop.id) : eb('name', '=', shop.name)))
    .orderBy('id')
    .executeTakeFirst();
  if (!found && 'id' in shop) throw new Problem(NOT_FOUND);
  return found?.id;
}

async function makeShop(tx: Tx, name: string): Promise<number> {
  const made = tx.insertInto('channelAccounts').values({ kind: 'shop', name }).returning('id');
  return (await made.executeTakeFirstOrThrow()).id;
}
