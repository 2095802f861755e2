import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { SYSTEM } from '#platform/auth/actor.ts';
import { DAY } from '#platform/clock.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { seededRandom } from '#platform/random.ts';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { userMapping } from '../imports/formats/mapping.ts';
import { importPath } from '../imports/import-path.ts';
import { temporaryFiles } from '../imports/testing/test-files.ts';
import { buildSender } from '../intake/testing/sender.ts';
import { compareStores } from '../projection/rebuild.ts';
import { addTags, ensureTag } from '../tags/tags.ts';
import { project, readToEnd } from '../testing/project.ts';
import { chooseValue, readConflicts } from './conflicts.ts';
import { mergeByHand, undoMerge } from './merges.ts';
import { bindOrder, decideBinding } from './order-bindings.ts';
import { decideShared } from './shared.ts';
import { matchingReader } from './suggestions/matching.ts';
import { decideSuggestion } from './suggestions/suggestions.ts';
import { teller } from './testing/teller.ts';

/**
 * Whatever comes in between: imports, events, orders, tags, suggestions, shared phones, order numbers, merges and their
 * undoing in any order lose no fact, and persons are what the merges that stand make of the profiles.
 */
const platform = await testPlatform();
const { db, clock } = platform;
const files = temporaryFiles();
afterAll(() => files.remove());
const sender = await buildSender(platform);
const { phone, buyer, learn } = teller(platform, sender.accountId);
const STEPS = Number(process.env.STEPS ?? 70);
const seeds = process.env.SEED?.split(',').map(Number) ?? [11, 22, Date.now() % 1_000_000];

/** What was told, by the test's own books. */
type Told = { paid: Map<string, number>; events: number; tags: Set<string>; birthdays: Map<number, string> };

function world(seed: number, told: Told) {
  const random = seededRandom(seed);
  const any = (n: number) => Math.floor(random.next() * n);
  const pick = <T>(of: readonly T[]): T | undefined => of[any(of.length)];
  const inTx = (work: (tx: Tx) => Promise<unknown>) =>
    db
      .transaction()
      .execute(work)
      .catch((failure: unknown) => {
        if (!(failure instanceof Problem)) throw failure;
      });
  const ids = async (query: ReturnType<typeof sql<{ id: number }>>) =>
    (await query.execute(db)).rows.map(row => row.id);
  const customer = async () =>
    pick(await ids(sql`select id from customers where status = 'active' order by id`)) ?? 0;
  const orderNo = () => `${seed}-${any(25)}`;
  const steps: Record<string, () => Promise<unknown>> = {
    learn: async () => {
      const at = new Date(clock.now().getTime() - any(3) * 200 * DAY);
      const birthday = `199${any(3)}-01-01`;
      const keys = [
        buyer(`s${seed}-${any(14)}`),
        ...(any(3) ? [phone(`+86138${String(seed % 10_000).padStart(4, '0')}${1000 + any(4)}`)] : []),
      ];
      const { customerIds } = await learn({ keys, name: `名${any(6)}`, birthday, city: '杭州', at });
      const [id] = customerIds;
      if (id !== undefined && !told.birthdays.has(id)) told.birthdays.set(id, birthday);
    },
    orders: async () => {
      const lines = Array.from({ length: 3 }, () => ({
        no: orderNo(),
        who: any(2) ? `s${seed}-${any(14)}` : '',
      }));
      const rows = [...new Map(lines.map(line => [line.no, line])).values()].map(({ no, who }) => {
        if (!told.paid.has(no)) told.paid.set(no, (1 + any(50)) * 100);
        return `${no},2026-05-05 10:00:00,${who},月饼,1,${(told.paid.get(no) ?? 0) / 100}`;
      });
      const path = files.write(`${seed}-${any(1e9)}.csv`, ['no,at,who,what,count,price', ...rows].join('\n'));
      const fields = ['orderNo', 'orderedAt', 'buyer', 'itemName', 'quantity', 'price'] as const;
      const mapping = userMapping.parse({ columns: fields.map((field, at) => ({ field, column: at + 1 })) });
      await importPath(platform, {
        path,
        choice: { shop: { id: sender.accountId }, mapping, headerRow: 1 },
        actor: SYSTEM,
      });
    },
    track: async () => {
      const who = any(2)
        ? { userId: `u${seed}-${any(5)}` }
        : { userId: `u${seed}-${any(5)}`, anonymousId: `v${seed}-${any(5)}` };
      const { status } = await sender.send('track', { event: 'seen', ...who });
      if (status === 200) told.events += 1;
    },
    tag: async () => {
      const [tagId, id] = [
        await db.transaction().execute(tx => ensureTag(tx, '口味', `味${any(3)}`)),
        await customer(),
      ];
      if (!id) return;
      await inTx(tx =>
        addTags(tx, clock, SYSTEM, { customerIds: [id], tagIds: [tagId] }, { source: 'manual' }),
      );
      told.tags.add(`${id} ${tagId}`);
    },
    merge: async () => {
      const [a, b] = [await customer(), await customer()];
      await inTx(tx => mergeByHand(tx, clock, SYSTEM, a, b, '随机'));
    },
    undo: async () => {
      const id = pick(await ids(sql`select id from merges where undone_at is null order by id`));
      if (id !== undefined) await inTx(tx => undoMerge(tx, clock, SYSTEM, id, '随机'));
    },
    suggest: async () => {
      await readToEnd(platform, matchingReader(platform));
      const id = pick(await ids(sql`select id from merge_suggestions where state = 'open' order by id`));
      const decision = pick(['accept', 'reject', 'later'] as const) ?? 'later';
      if (id !== undefined) await inTx(tx => decideSuggestion(tx, clock, SYSTEM, id, { decision, note: '' }));
    },
    share: async () => {
      const id = pick(await ids(sql`select id from identities where kind = 'phone' order by id`));
      if (id !== undefined)
        await inTx(tx => decideShared(tx, clock, SYSTEM, id, { shared: any(2) === 0, reason: '随机' }));
    },
    bind: async () => {
      const id = await customer();
      await inTx(tx => bindOrder(tx, clock, SYSTEM, id, orderNo()));
    },
    unbind: async () => {
      const id = pick(await ids(sql`select id from order_bindings where state <> 'undone' order by id`));
      if (id !== undefined) await inTx(tx => decideBinding(tx, clock, SYSTEM, id, 'undo', '随机'));
    },
    choose: async () => {
      const id = await customer();
      await inTx(async tx => {
        const conflict = (await readConflicts(tx, SYSTEM, id)).find(one => one.field === 'birthday');
        const value = pick(conflict?.values ?? [])?.value;
        if (value) await chooseValue(tx, clock, SYSTEM, id, { field: 'birthday', value, reason: '随机' });
      });
    },
  };
  const names = ['learn', 'learn', 'learn', ...Object.keys(steps)];
  return {
    step: async () => {
      const name = pick(names) ?? 'learn';
      await steps[name]?.();
      return name;
    },
  };
}

/** Persons by the merges that stand, computed without a look at person_id. */
async function expectPartition() {
  const { rows: profiles } = await sql<{
    id: number;
    personId: number;
  }>`select id, person_id from customers order by id`.execute(db);
  const { rows: edges } = await sql<{
    a: number;
    b: number;
  }>`select customer_a as a, customer_b as b from merges where undone_at is null`.execute(db);
  const group = new Map(profiles.map(({ id }) => [id, id]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const { a, b } of edges) {
      const least = Math.min(group.get(a) ?? a, group.get(b) ?? b);
      for (const id of [a, b])
        if (group.get(id) !== least) {
          group.set(id, least);
          changed = true;
        }
    }
  }
  expect(profiles.map(({ personId }) => personId)).toEqual(profiles.map(({ id }) => group.get(id)));
}

async function expectFacts(told: Told) {
  const { rows } = await sql<{ orders: number; paid: number; events: number; tags: string[] }>`
    select (select count(*) from orders) as orders, (select coalesce(sum(paid), 0) from orders) as paid,
      (select count(*) from events where type = 'seen') as events,
      array(select customer_id || ' ' || tag_id from customer_tags) as tags`.execute(db);
  expect(rows[0]).toMatchObject({
    orders: told.paid.size,
    paid: [...told.paid.values()].reduce((sum, fen) => sum + fen, 0),
    events: told.events,
  });
  expect(new Set(rows[0]?.tags)).toEqual(told.tags);
}

const told: Told = { paid: new Map(), events: 0, tags: new Set(), birthdays: new Map() };

test.each(seeds)(
  'any sequence keeps every fact, and persons are what the merges say (seed %i)',
  async seed => {
    console.info(`keeps-everything: seed ${seed}`);
    const { step } = world(seed, told);
    const done: string[] = [];
    for (let i = 0; i < STEPS; i++) {
      done.push(await step());
      await expectPartition();
    }
    expect(new Set(done).size, 'the run did something').toBeGreaterThan(6);
    await expectFacts(told);
    await project(platform);
    expect(await compareStores(platform), done.join(' ')).toEqual([]);
  },
);

test('with every merge taken apart, each profile says what it was told first', async () => {
  const { rows } = await sql<{
    id: number;
  }>`select id from merges where undone_at is null order by id desc`.execute(db);
  expect(rows.length).toBeGreaterThan(0);
  for (const { id } of rows)
    await db.transaction().execute(tx => undoMerge(tx, clock, SYSTEM, id, '全部拆开'));
  await expectPartition();
  const { rows: profiles } = await sql<{ id: number; personId: number; birthday: string | null }>`
    select id, person_id, birthday::text from customers where id = any(${[...told.birthdays.keys()]})
      and not exists (select 1 from field_choices f where f.customer_id = customers.id and f.chosen_profile = customers.id) order by id`.execute(
    db,
  );
  for (const { id, personId, birthday } of profiles) {
    expect(personId).toBe(id);
    expect(birthday, `profile ${id}`).toBe(told.birthdays.get(id));
  }
  expect(profiles.length).toBeGreaterThan(5);
  await expectFacts(told);
  await project(platform);
  expect(await compareStores(platform)).toEqual([]);
});
