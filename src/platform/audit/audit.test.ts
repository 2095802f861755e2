import { sql } from 'kysely';
import pg from 'pg';
import { beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../clock.ts';
import { between, seededRandom } from '../random.ts';
import { testClient, testMember } from '../testing/test-app.ts';
import { testPlatform } from '../testing/test-platform.ts';
import { auditRoutes } from './audit.routes.ts';
import { audit, redactAudit } from './audit.ts';
import { findBrokenSeal, sealAudit } from './seals.ts';

const platform = await testPlatform();
const { db, clock } = platform;
const client = testClient(platform, auditRoutes);
const { user, password, port, database } = platform.postgresForClickHouse;
const url = `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
const SEED = 20_261_122;
const SEALS = 5;
const ROWS = 12;

const entry = (n: number) => ({
  action: 'test.done',
  object: { kind: 'thing', id: n },
  customerId: n,
  reason: `因为 ${n}`,
  before: { n },
  after: { n: n + 1 },
});
const write = async (n: number) =>
  await db.transaction().execute(tx => audit(tx, clock, { name: 'member:1' }, entry(n)));
const ids = async () =>
  (await db.selectFrom('auditLog').select('id').orderBy('id').execute()).map(({ id }) => id);

/** What only somebody with the database's own keys can do. */
async function behindItsBack(statement: string): Promise<void> {
  const forger = new pg.Client({ connectionString: url });
  await forger.connect();
  await forger.query(`set session_replication_role = replica; ${statement}`).finally(() => forger.end());
}

/** A log of five seals of twelve rows. */
beforeEach(async () => {
  await behindItsBack('truncate audit_log, audit_seals restart identity');
  for (let seal = 0; seal < SEALS; seal++) {
    await db.transaction().execute(async tx => {
      for (let i = 1; i <= ROWS; i++) await audit(tx, clock, { name: 'member:1' }, entry(seal * ROWS + i));
    });
    clock.advance(2 * MINUTE);
    expect(await sealAudit(db, clock)).toBe(ROWS);
  }
});

describe('the chain of seals', () => {
  test('is whole, says so, and a second sealing finds nothing to do', async () => {
    expect(await sealAudit(db, clock)).toBe(0);
    expect(await findBrokenSeal(db)).toBeUndefined();
    const owner = client.as(await testMember(platform));
    expect(await owner.get('/audit/integrity')).toMatchObject({
      status: 200,
      body: { intact: true, brokenBetween: null },
    });
  });

  test('row and seal cannot be changed, removed or emptied by what Siyu is allowed to do', async () => {
    for (const statement of [
      'update audit_log set actor = actor',
      'delete from audit_log where id = 0',
      'truncate audit_log',
      'update audit_seals set hash = hash',
      'delete from audit_seals',
      'truncate audit_seals',
    ])
      await expect(sql.raw(statement).execute(db), statement).rejects.toThrow('append-only');
  });

  test(`any one row taken away is found, and where (seed ${SEED})`, async () => {
    const random = seededRandom(SEED);
    for (let round = 0; round < 8; round++) {
      const id = between(random, 1, SEALS * ROWS);
      await behindItsBack(
        `create table kept as select * from audit_log where id = ${id}; delete from audit_log where id = ${id}`,
      );
      expect(await findBrokenSeal(db), `row ${id}`).toEqual(sealOf(id));
      await behindItsBack(
        'insert into audit_log overriding system value select * from kept; drop table kept',
      );
      expect(await findBrokenSeal(db)).toBeUndefined();
    }
  });

  test.each([
    ['at', "at + interval '1 second'"],
    ['actor', "'member:2'"],
    ['action', "'test.undone'"],
    ['object_kind', "'other'"],
    ['object_id', "'x'"],
    ['customer_id', 'null'],
    ['reason', "reason || ' '"],
    ['before', `'{"n": 0}'`],
    ['after', 'null'],
    ['request_id', "'x'"],
  ])('a changed %s of any row is found', async (column, value) => {
    for (const id of [1, 30, 60]) {
      await behindItsBack(
        `create table kept as select * from audit_log where id = ${id}; update audit_log set ${column} = ${value} where id = ${id}`,
      );
      const broken = await findBrokenSeal(db);
      expect(broken, `row ${id}`).toEqual(sealOf(id));
      await behindItsBack(
        `delete from audit_log where id = ${id}; insert into audit_log overriding system value select * from kept; drop table kept`,
      );
    }
  });

  test('what rows say of somebody can be blacked out, the chain holds, and nothing else of them can be changed', async () => {
    await db.transaction().execute(async tx => {
      expect(await redactAudit(tx, { customerIds: [30, 31] })).toBe(2);
      expect(await redactAudit(tx, { customerIds: [30, 31] }), 'again').toBe(0);
    });
    const { rows } = await sql`
      select reason, before, after, salt, actor, action from audit_log where customer_id = 30`.execute(db);
    expect(rows).toEqual([
      { reason: null, before: null, after: null, salt: null, actor: 'member:1', action: 'test.done' },
    ]);
    expect(await findBrokenSeal(db)).toBeUndefined();
    for (const change of [
      "set reason = 'x'",
      "set redacted = 'x'",
      "set actor = 'member:2'",
      "set redacted = audit_closed(audit_log), reason = null, before = null, after = null, salt = null, action = action || 'x'",
      "set redacted = 'x', reason = null, before = null, after = null, salt = null",
    ])
      for (const id of [30, 40])
        await expect(
          sql.raw(`update audit_log ${change} where id = ${id}`).execute(db),
          change,
        ).rejects.toThrow('append-only');
    await behindItsBack("update audit_log set actor = 'member:2' where id = 30");
    expect(await findBrokenSeal(db), 'a blacked out row is still sealed').toEqual(sealOf(30));
  });

  test('a row slipped in is found: between two, before the first, under a number nobody used', async () => {
    await db
      .transaction()
      .execute(async tx => {
        await audit(tx, clock, { name: 'x' }, entry(0));
        throw new Error('rolled back: its number stays unused');
      })
      .catch(() => undefined);
    await write(61);
    await write(62);
    clock.advance(2 * MINUTE);
    await sealAudit(db, clock);
    const gap = (await ids()).at(-2)! - 1;
    for (const [id, first, last] of [
      [gap, gap + 1, gap + 2],
      [0, 1, 12],
      [-7, 1, 12],
    ]) {
      await behindItsBack(
        `insert into audit_log (id, at, actor, action, object_kind, object_id) overriding system value values (${id}, now(), 'x', 'x', 'x', 'x')`,
      );
      expect(await findBrokenSeal(db), `row ${id}`).toMatchObject({ firstId: first, lastId: last });
      await behindItsBack(`delete from audit_log where id = ${id}`);
    }
  });

  test('a seal that is changed, removed or made up is found', async () => {
    for (const statement of [
      "update audit_seals set hash = sha256('x') where id = 3",
      'update audit_seals set row_count = row_count - 1 where id = 3',
      'update audit_seals set first_id = first_id + 1 where id = 3',
      'delete from audit_seals where id = 3',
    ]) {
      await behindItsBack(`create table kept as select * from audit_seals; ${statement}`);
      expect(await findBrokenSeal(db), statement).toBeDefined();
      await behindItsBack(
        'delete from audit_seals; insert into audit_seals overriding system value select * from kept; drop table kept',
      );
    }
    expect(await findBrokenSeal(db)).toBeUndefined();
  });

  test('who has the log rewritten from one row on, must rewrite every seal after it', async () => {
    await behindItsBack("update audit_log set actor = 'member:9' where id = 13");
    const forged = await sealAgain(2);
    await behindItsBack(`update audit_seals set hash = decode('${forged}', 'hex') where id = 2`);
    expect(await findBrokenSeal(db)).toMatchObject({ sealId: 3 });
  });

  test('the owner is told between which entries it broke', async () => {
    await behindItsBack('delete from audit_log where id = 30');
    const manager = client.as(await testMember(platform, 'manager'));
    expect(await manager.get('/audit/integrity')).toMatchObject({
      body: { intact: false, brokenBetween: ['aud_25', 'aud_36'] },
    });
  });
});

describe('sealing beside writes that are not done yet', () => {
  test('rows younger than a minute wait', async () => {
    await write(61);
    clock.advance(59 * SECOND);
    expect(await sealAudit(db, clock)).toBe(0);
    clock.advance(2 * SECOND);
    expect(await sealAudit(db, clock)).toBe(1);
  });

  test('a row whose transaction ends late is sealed with its neighbours, and does not look like a forgery', async () => {
    let finish = (): void => undefined;
    const late = db.transaction().execute(async tx => {
      await audit(tx, clock, { name: 'slow import' }, entry(61));
      await new Promise<void>(resolve => {
        finish = resolve;
      });
    });
    await new Promise(resolve => setTimeout(resolve, 100));
    await write(62);
    clock.advance(60 * SECOND + 1);
    const sealedBeside = await sealAudit(db, clock);
    finish();
    await late;
    clock.advance(10 * MINUTE);
    await sealAudit(db, clock);
    expect([sealedBeside, await findBrokenSeal(db)]).toEqual([0, undefined]);
  });

  test('a row that was stamped earlier than the one before it is not sealed alone', async () => {
    const now = clock.now();
    await write(61);
    clock.set(new Date(now.getTime() - 5 * SECOND));
    await write(62);
    clock.set(new Date(now.getTime() + 58 * SECOND));
    await sealAudit(db, clock);
    clock.advance(10 * MINUTE);
    await sealAudit(db, clock);
    expect(await findBrokenSeal(db)).toBeUndefined();
  });

  test('two that seal at once do it once', async () => {
    for (let n = 61; n < 70; n++) await write(n);
    clock.advance(2 * MINUTE);
    const sealed = await Promise.all([1, 2, 3, 4].map(() => sealAudit(db, clock)));
    expect(sealed.sort()).toEqual([0, 0, 0, 9]);
    expect(await findBrokenSeal(db)).toBeUndefined();
  });
});

describe('reading the log', () => {
  test('newest first, page by page, by actor, action and customer', async () => {
    const owner = client.as(await testMember(platform));
    const page = async (query: string) =>
      (await owner.get(`/audit?${query}`)).body as { data: { id: string }[]; nextCursor: string | null };
    const seen: string[] = [];
    for (let cursor = ''; ; ) {
      const { data, nextCursor } = await page(`limit=7${cursor}`);
      seen.push(...data.map(({ id }) => id));
      if (nextCursor === null) break;
      cursor = `&cursor=${nextCursor}`;
    }
    expect(seen).toEqual((await ids()).toReversed().map(id => `aud_${id}`));
    expect((await page('customerId=cus_7')).data).toMatchObject([
      { id: 'aud_7', reason: '因为 7', before: { n: 7 } },
    ]);
    expect((await page('actor=member:2')).data).toEqual([]);
    expect((await page('action=test.done&limit=200')).data).toHaveLength(60);
  });

  test('who sees the customers of a team only, reads what that team did', async () => {
    const team = await db
      .insertInto('teams')
      .values({ name: '甲' })
      .returning('id')
      .executeTakeFirstOrThrow();
    const ours = await testMember(platform, 'staff', 'own', team.id);
    await db.transaction().execute(tx => audit(tx, clock, { name: `member:${ours.id}` }, entry(99)));
    const manager = client.as(await testMember(platform, 'manager', 'team', team.id));
    const { data } = (await manager.get('/audit')).body as { data: { actor: string; actorName: string }[] };
    expect(data).toMatchObject([{ actor: `member:${ours.id}`, actorName: 'staff own' }]);
  });
});

function sealOf(id: number) {
  const sealId = Math.ceil(id / ROWS);
  return { sealId, firstId: (sealId - 1) * ROWS + 1, lastId: sealId * ROWS };
}

/** The hash a forger would have to write, made as the seals are. */
async function sealAgain(sealId: number): Promise<string> {
  const { rows } = await sql<{ hash: string }>`
    select encode(sha256((select hash from audit_seals where id = ${sealId - 1})
      || convert_to(string_agg(encode(audit_leaf(a), 'hex') || chr(10), '' order by a.id), 'utf8')), 'hex') as hash
    from audit_log a, audit_seals s where s.id = ${sealId} and a.id between s.first_id and s.last_id`.execute(
    db,
  );
  return rows[0]!.hash;
}
