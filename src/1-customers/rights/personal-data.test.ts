import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { EXPORT_TABLES, NOT_EXPORTED, TABLE_NAMES } from './export-tables.ts';
import { forgetting, TREATMENTS } from './forget.sql.ts';

const platform = await testPlatform();

/** Tables that know a person by number only, are emptied with each run, or are the erasure's own. */
const NO_TREATMENT = [
  'cadence_scores',
  'erasure_receipts',
  'import_orders',
  'prediction_scores',
  'price_scores',
  'projection_persons',
  'reach_incoming',
  'tier_scores',
];

test('every table that knows a person says what an erasure makes of it', async () => {
  const { rows } = await platform.pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name in ('customer_id', 'person_id', 'customer_a', 'chosen_profile')
         and table_name in (select relname from pg_class where relkind = 'r')
     union select conrelid::regclass::text from pg_constraint where contype = 'f' and confrelid = 'customers'::regclass
     order by 1`,
  );
  expect(rows.length).toBeGreaterThan(15);
  const treated = TREATMENTS.map(treatment => treatment.table);
  const missing = rows.map(row => row.name).filter(name => ![...treated, ...NO_TREATMENT].includes(name));
  expect(
    missing,
    'add them to rights/forget.sql.ts (and to export-tables.ts, if the person may ask for it)',
  ).toEqual([]);
});

test('every table that an erasure treats is handed out to the person, or excused', () => {
  const read = Object.values(EXPORT_TABLES).flatMap(query =>
    [...query.matchAll(/\b(?:from|join) ([a-z_]+)/g)].map(found => found[1]),
  );
  const treated = [...new Set(TREATMENTS.map(treatment => treatment.table))];
  expect(treated.filter(table => !read.includes(table) && !(table in NOT_EXPORTED))).toEqual([]);
  expect(
    Object.keys(NOT_EXPORTED).filter(table => !treated.includes(table) || read.includes(table)),
    'excused, although it is handed out or unknown',
  ).toEqual([]);
});

test('each statement runs, and twice', async () => {
  for (let round = 0; round < 2; round++)
    for (const { table, statement } of forgetting([1, 2]))
      await expect(statement.execute(platform.db), table).resolves.toBeDefined();
});

test('every table of the export has a name in the words of the console', () => {
  expect(Object.keys(TABLE_NAMES)).toEqual(Object.keys(EXPORT_TABLES));
});
