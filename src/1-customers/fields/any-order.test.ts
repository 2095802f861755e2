import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { MINUTE } from '#platform/clock.ts';
import { between, pick, seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { compareStores } from '../projection/rebuild.ts';
import { mergeForTest, undoLastMergeForTest } from '../testing/changes.ts';
import { buildCustomer } from '../testing/factories.ts';
import { project } from '../testing/project.ts';
import { createField } from './fields.ts';
import { settleFields, type Teller, tellValues, untellFile } from './tell.sql.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const actor = { name: 'test' };

type Word = {
  profile: number;
  field: number;
  source: Teller['source'];
  importId: number;
  value: string | null;
  at: number;
  n: number;
};

/** What counts by the rule as it is written for people: the last word, a browser's only where there is no other. */
function counts(words: readonly Word[]): string | null {
  const [best] = [...words].sort(
    (a, b) => Number(a.source === 'browser') - Number(b.source === 'browser') || b.at - a.at || b.n - a.n,
  );
  return best?.value ?? null;
}

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));

test(`any order of words, merges and their undoing, and files taken back: what counts is what the rule says, in both stores (seed ${SEED})`, async () => {
  console.log(`custom fields: seed ${SEED}`);
  const random = seededRandom(SEED);
  const fields = await db
    .transaction()
    .execute(async tx => [
      await createField(tx, clock, SYSTEM, { name: '数', type: 'number', options: [], inList: false }),
      await createField(tx, clock, SYSTEM, { name: '字', type: 'text', options: [], inList: false }),
    ]);
  const profiles: number[] = [];
  for (let i = 0; i < 6; i++) profiles.push(await buildCustomer(platform));
  let words: Word[] = [];
  let n = 0;

  const tell = async () => {
    const source = pick(random, ['staff', 'file', 'server', 'browser'] as const);
    const importId = source === 'file' ? between(random, 1, 3) : 0;
    const [profile, field] = [pick(random, profiles), pick(random, fields)];
    const value = pick(random, [null, '1', '2', '3']);
    const at = clock.now().getTime() - (source === 'server' ? between(random, 0, 3) * MINUTE : 0);
    await db
      .transaction()
      .execute(tx =>
        tellValues(tx, clock, actor, { source, importId }, [
          { customerId: profile, fieldId: field, value, toldAt: new Date(at) },
        ]),
      );
    const persons = new Map(
      (await db.selectFrom('customers').select(['id', 'personId']).execute()).map(row => [
        row.id,
        row.personId,
      ]),
    );
    const ofField = words.filter(one => one.field === field);
    const own = ofField.filter(one => one.profile === profile);
    const last = own.filter(one => one.source === source).sort((a, b) => b.at - a.at || b.n - a.n)[0];
    const person = ofField.filter(one => persons.get(one.profile) === persons.get(profile));
    const isNews =
      source === 'staff'
        ? value !== counts(person)
        : source === 'browser'
          ? value !== null && own.length === 0
          : value !== (last?.value ?? null);
    const same = own.find(one => one.source === source && one.importId === importId);
    // A second file that says the same says it as of the first: taken back, either leaves the other's word.
    const isRepeat = !isNews && source === 'file' && last !== undefined;
    if (!(isNews || isRepeat) || (same && same.at > at)) return;
    const word = { profile, field, source, importId, value, at: isNews ? at : (last?.at ?? at), n: n++ };
    words = [...words.filter(one => one !== same), word];
  };
  const untell = async () => {
    const importId = between(random, 1, 3);
    await db
      .transaction()
      .execute(async tx => settleFields(tx, clock, actor, await untellFile(tx, importId)));
    words = words.filter(one => one.importId !== importId);
  };
  for (let step = 0; step < 120; step++) {
    clock.advance(MINUTE);
    const what = random.next();
    if (what < 0.75) await tell();
    else if (what < 0.82) await untell();
    else if (what < 0.93)
      await mergeForTest(platform, SYSTEM, [
        [pick(random, profiles.slice(0, 3)), pick(random, profiles.slice(3))],
      ]);
    else await undoLastMergeForTest(platform, SYSTEM);
    await agree(step);
  }
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);

  async function agree(step: number): Promise<void> {
    const { rows: people } = await sql<{
      id: number;
      personId: number;
    }>`select id, person_id from customers`.execute(db);
    const { rows: facts } = await sql<{ id: number; key: string; value: string }>`
      select customer_id as id, key, coalesce(num::text, str) as value from customer_facts where starts_with(key, 'field.')`.execute(
      db,
    );
    const expected = [...Map.groupBy(people, one => one.personId)].flatMap(([personId, of]) =>
      fields.flatMap((field, i) => {
        const value = counts(
          words.filter(one => one.field === field && of.some(({ id }) => id === one.profile)),
        );
        return value === null ? [] : [`${personId} ${i === 0 ? 'field.数' : 'field.字'} ${value}`];
      }),
    );
    const found = facts.map(({ id, key, value }) => `${id} ${key} ${value}`);
    expect(found.sort(), `step ${step}, seed ${SEED}`).toEqual(expected.sort());
  }
});
