import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachableSql } from '#customers';
import { project } from '#customers/testing';
import { fromShanghai } from '#platform/clock.ts';
import { seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { oddPeople } from '../testing/odd-people.ts';
import { oddLeaf, oddRule } from '../testing/odd-rules.ts';
import { edgesAround } from '../testing/odd-values.ts';
import { checkHoliday, readCalendar } from './calendar.ts';
import { check } from './check.ts';
import { ORDER_MEASURES, type Rule, ruleSchema } from './contract.ts';
import { loadPerson } from './load-person.ts';
import { readProductRoles } from './product-roles.ts';
import { readTeams } from './teams.ts';
import { peopleQuery, toSql } from './to-sql.ts';

const SEED = 20_260_603;
const RUNS = 1_000;
const platform = await testPlatform();
const { db, clock, clickhouse } = platform;
const now = clock.now();
const world = await oddPeople(platform, seededRandom(SEED));
const reachable = await reachableSql(db, 'wecom', now);
const calendar = await readCalendar(db);
const teams = await readTeams(db);
const roles = await readProductRoles(db);
await project(platform);

/** Segments that name each other, through a denial too. */
const segments = new Map<number, Rule>([
  [1, { attribute: 'name', test: { is: 'contains', value: 'n' } }],
  [2, { not: { segment: 1 } }],
  [3, { all: [{ segment: 2 }, { tags: 'any', ids: world.tagIds }] }],
]);
const named = { ...world, segments: [...segments.keys()] };
/** Trees, and conditions that stand alone: a mistake in one does not hide behind others. */
const rule = fc.oneof(oddRule(named), oddLeaf(named));

test('a holiday opens a segment so many days before and closes it when it is over, by the dates that are kept', () => {
  const leaf = { holidays: ['dragon_boat' as const, 'qixi' as const], days: 7 };
  const at = (day: string) => checkHoliday(leaf, calendar, fromShanghai(day)).holds;
  const days = [
    '2026-06-11',
    '2026-06-12',
    '2026-06-19',
    '2026-06-20',
    '2027-06-02',
    '2027-08-08',
    '2028-08-27',
  ];
  expect(days.map(at)).toEqual([false, true, true, false, true, true, false]);
});

describe('a rule', () => {
  test(`checked in memory and asked of ClickHouse names the same people (seed ${SEED})`, async () => {
    const loaded = await Promise.all(
      world.people.map(async id => [id, await loadPerson(db, id, now, segments)] as const),
    );
    let splits = 0;
    const kinds = new Map<string, number>();
    const kindOf = (tree: Rule) =>
      'orders' in tree
        ? tree.orders
        : 'sequence' in tree
          ? tree.sequence
          : 'follows' in tree
            ? tree.follows
            : (Object.keys(tree)[0] ?? '');
    await fc.assert(
      fc.asyncProperty(rule, fc.constantFrom(now, now, ...edgesAround(now)), async (tree, at) => {
        expect(ruleSchema.safeEncode(tree).success).toBe(true);
        // At another moment the person is the same; segments without time in them are, too.
        const inMemory = loaded.filter(([, person]) => check(tree, person, at)).map(([id]) => id);
        const compiled = toSql(tree, { now: at, segments, merged: true, reachable, calendar, teams, roles });
        const found = await clickhouse.rows<{ person_id: number }>(
          peopleQuery(compiled, 'person_id'),
          compiled.values,
        );
        const byId = (one: number, other: number) => one - other;
        expect(found.map(row => row.person_id).sort(byId)).toEqual(inMemory.sort(byId));
        if (inMemory.length === 0 || inMemory.length === world.people.length) return;
        splits++;
        const kind = kindOf(tree);
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(splits, 'rules that split the people').toBeGreaterThan(RUNS / 5);
    const journeys = ['followed', 'not_followed', 'contacts', 'consent', 'now', 'ended', 'ever', 'first'];
    const measures = Object.keys(ORDER_MEASURES);
    const leaves = ['attribute', 'tags', 'events', 'fact', 'segment', 'reachable', ...journeys, ...measures];
    for (const kind of leaves) expect(kinds.get(kind) ?? 0, `${kind} alone splits them`).toBeGreaterThan(0);
  }, 180_000);
});
