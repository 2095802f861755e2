import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reachableSql } from '#customers';
import { project } from '#customers/testing';
import { seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { oddPeople } from '../testing/odd-people.ts';
import { oddRule } from '../testing/odd-rules.ts';
import { edgesAround } from '../testing/odd-values.ts';
import { check } from './check.ts';
import { type Rule, ruleSchema } from './contract.ts';
import { loadPerson } from './load-person.ts';
import { peopleQuery, toSql } from './to-sql.ts';

const SEED = 20_260_603;
const RUNS = 500;
const platform = await testPlatform();
const { db, clock, clickhouse } = platform;
const now = clock.now();
const world = await oddPeople(platform, seededRandom(SEED));
const reachable = await reachableSql(db, 'wecom', now);
await project(platform);

/** Segments that name each other, through a denial too. */
const segments = new Map<number, Rule>([
  [1, { attribute: 'name', test: { is: 'contains', value: 'n' } }],
  [2, { not: { segment: 1 } }],
  [3, { all: [{ segment: 2 }, { tags: 'any', ids: world.tagIds }] }],
]);
const rule = oddRule({ ...world, segments: [...segments.keys()] });

describe('a rule', () => {
  test(`checked in memory and asked of ClickHouse names the same people (seed ${SEED})`, async () => {
    const loaded = await Promise.all(
      world.people.map(async id => [id, await loadPerson(db, id, now, segments)] as const),
    );
    let splits = 0;
    const kinds = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(rule, fc.constantFrom(now, now, ...edgesAround(now)), async (tree, at) => {
        expect(ruleSchema.safeEncode(tree).success).toBe(true);
        // At another moment the person is the same; segments without time in them are, too.
        const inMemory = loaded.filter(([, person]) => check(tree, person, at)).map(([id]) => id);
        const compiled = toSql(tree, { now: at, segments, merged: true, reachable });
        const found = await clickhouse.rows<{ person_id: number }>(
          peopleQuery(compiled, 'person_id'),
          compiled.values,
        );
        const byId = (one: number, other: number) => one - other;
        expect(found.map(row => row.person_id).sort(byId)).toEqual(inMemory.sort(byId));
        if (inMemory.length === 0 || inMemory.length === world.people.length) return;
        splits++;
        const [kind = ''] = Object.keys(tree);
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(splits, 'rules that split the people').toBeGreaterThan(RUNS / 5);
    const leaves = ['attribute', 'tags', 'orders', 'events', 'fact', 'segment', 'reachable'];
    for (const kind of leaves) expect(kinds.get(kind) ?? 0, `${kind} alone splits them`).toBeGreaterThan(0);
  }, 180_000);
});
