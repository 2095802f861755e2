import { expect, test } from 'vitest';
import { between, seededRandom } from '#platform/random.ts';
import { JOURNAL, makeColumns, type Person, putPeople, TAG_WORDS } from '../columns/columns.ts';
import { bitmapOf, bitmapsOfRows, both, either, has, put, sizeOf, sizeOfBoth, without } from './bitmap.ts';
import { countsOf, isTold, whoHas } from './counts.ts';
import { whoFit } from './kept.ts';

const SEED = 20_261_124;

test(`sets as bits are sets (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const any = () => {
    const most = between(random, 0, 400);
    return new Set(Array.from({ length: between(random, 0, 300) }, () => between(random, 0, most)));
  };
  for (let round = 0; round < 200; round++) {
    const [one, other] = [any(), any()];
    const [a, b] = [bitmapOf([...one]), bitmapOf([...other])];
    expect(idsOf(both(a, b))).toEqual(sorted(one.intersection(other)));
    expect(idsOf(either(a, b))).toEqual(sorted(one.union(other)));
    expect(idsOf(without(a, b))).toEqual(sorted(one.difference(other)));
    expect([sizeOf(a), sizeOfBoth(a, b)]).toEqual([one.size, one.intersection(other).size]);
    expect(idsOf(a), 'nothing is written into').toEqual(sorted(one));
    for (const id of one) put(a, id, false);
    expect(sizeOf(a)).toBe(0);
  }
});

const sorted = (ids: Set<number>) => [...ids].sort((one, other) => one - other);
const idsOf = (set: Uint32Array) =>
  Array.from({ length: set.length * 32 }, (_, id) => id).filter(id => has(set, id));

test('several sets come as words in any order', () => {
  const rows = Buffer.from(Uint32Array.from([2, 1, 0, 0, 0x80000000, 6]).buffer);
  expect(bitmapsOfRows(rows, 2).map(idsOf)).toEqual([
    [31, 64],
    [1, 2],
  ]);
  expect(bitmapsOfRows(Buffer.alloc(0), 1).map(sizeOf)).toEqual([0]);
});

/** A row as ClickHouse writes it: the block, the length in bytes of seven bits, a byte for each id. */
function rowOf(block: number, counts: Record<number, number>): Buffer {
  const row = Buffer.alloc(7 + 65_536);
  row.writeUInt32LE(block);
  row.set([0x80, 0x80, 0x04], 4);
  for (const [at, count] of Object.entries(counts)) row[7 + Number(at)] = count;
  return row;
}

test('counts of profiles are counts of persons, whichever block they lie in', () => {
  const rows = Buffer.concat([rowOf(1, { 0: 3, 5: 200 }), rowOf(0, { 7: 100, 8: 1, 9: 2 })]);
  const joined = new Uint32Array(65_600);
  joined[65_541] = 7;
  joined[8] = 9;
  const counts = countsOf(rows, 10, joined);
  expect([7, 8, 9, 65_536, 65_541].map(id => counts[id])).toEqual([255, 0, 3, 3, 0]);
  expect(idsOf(whoHas(counts, { least: 3, most: 3 }))).toEqual([9, 65_536]);
  expect(idsOf(whoHas(counts, { least: 200, most: Infinity }))).toEqual([7]);
  expect(sizeOf(whoHas(counts, { least: 0, most: 0 }))).toBe(2 * 65_536 - 3);
});

test('a range is told where no count beyond 255 decides', () => {
  const told = [
    [0, 254],
    [255, Infinity],
    [0, 255],
    [256, Infinity],
    [3, 1_000],
  ].map(([least = 0, most = 0]) => isTold({ least, most }));
  expect(told).toEqual([true, true, false, false, false]);
});

test('who was changed is found again, however many were written since', () => {
  const columns = makeColumns();
  const somebody = (id: number, city: string, deleted = 0): Person => ({
    ...{ person_id: id, deleted, city, source: '', tier: '', members: [], shops: [] },
    ...{ tags: Array<number>(TAG_WORDS).fill(0), has_phone: 0, followed: 0, open: 0, born: null },
    ...{ created: 0, lastOrder: null, orders: 0, paid: 0, value: 0, followUp: null },
  });
  const inLhasa = () => idsOf(whoFit(columns, { word: 'city', oneOf: ['拉萨'] }));
  putPeople(columns, [somebody(7, '拉萨'), somebody(8, '杭州')]);
  expect(inLhasa()).toEqual([7]);
  putPeople(columns, [somebody(7, '林芝'), somebody(8, '拉萨'), somebody(900, '拉萨')]);
  expect(inLhasa()).toEqual([8, 900]);
  putPeople(columns, [somebody(900, '拉萨', 1)]);
  for (let n = 0; n < JOURNAL; n++) putPeople(columns, [somebody(8, '拉萨')]);
  expect(inLhasa()).toEqual([8]);
});
