import { expect, test } from 'vitest';
import { between, pick, seededRandom } from '#platform/random.ts';
import { customerListQuery } from '../../contract.ts';
import { makeColumns, NUMBERS, type Person, putPeople, TAG_WORDS } from './columns.ts';
import { find } from './find.ts';

/** Blocks are skipped by their bounds: over many blocks, changed again and again, nobody is missed who should be found. */
const SEED = 20261123;
const PEOPLE = 6_000;

test('the best of many blocks, as if all were sorted', () => {
  const random = seededRandom(SEED);
  const columns = makeColumns();
  const all = new Map<number, Person>();
  const some = (share: number) => random.next() < share;
  const write = (people: Person[]) => {
    for (const person of people) all.set(person.person_id, person);
    putPeople(columns, people);
  };
  const anybody = (id: number): Person => ({
    ...{
      person_id: id,
      deleted: some(0.05) ? 1 : 0,
      city: pick(random, ['杭州', '上海']),
      source: '',
      tier: '',
    },
    ...{ members: [], shops: [], tags: Array<number>(TAG_WORDS).fill(0), followed: 0, open: 0 },
    has_phone: some(0.5) ? 1 : 0,
    // Some blocks are of one kind: all old, all unknown, all alike.
    created: 1_000 * Math.floor(id / 700) + between(random, 0, 5),
    lastOrder: id % 3_000 < 1_100 || some(0.3) ? null : between(random, 0, 50),
    orders: id % 2_500 < 1_200 ? 1 : between(random, 0, 9),
    paid: between(random, 0, 10_000_000),
    value: some(0.001) ? between(random, 1, 5) : 0,
    born: null,
    followUp: some(0.01) ? between(random, 20_000, 20_010) : null,
  });
  write(Array.from({ length: PEOPLE }, (_, i) => anybody(i + 1)));
  for (let round = 0; round < 300; round++) {
    if (some(0.3)) write(Array.from({ length: 200 }, () => anybody(between(random, 1, PEOPLE + round))));
    const filters = {
      ...(some(0.4) && { city: '杭州' }),
      ...(some(0.4) && { phone: 'yes' }),
      ...(some(0.2) && { ordersMin: 3 }),
    };
    const [sort, order, wanted] = [
      pick(random, NUMBERS),
      pick(random, ['asc', 'desc'] as const),
      pick(random, [1, 50, 400]),
    ];
    const found = find(columns, customerListQuery.parse(filters), { kind: 'all' }, { sort, order, wanted });
    const sign = order === 'asc' ? 1 : -1;
    const key = (person: Person) => (person[sort] === null ? Number.POSITIVE_INFINITY : sign * person[sort]);
    const expected = [...all.values()]
      .filter(one => !one.deleted && (!('city' in filters) || one.city === '杭州'))
      .filter(
        one =>
          (!('phone' in filters) || one.has_phone === 1) && (!('ordersMin' in filters) || one.orders >= 3),
      )
      .sort((a, b) => (key(a) === key(b) ? sign * (a.person_id - b.person_id) : key(a) - key(b)));
    expect(found, `seed ${SEED}, round ${round}`).toEqual({
      ids: expected.slice(0, wanted).map(one => one.person_id),
      total: expected.length,
    });
  }
});
