import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Random } from '#platform/random.ts';
import { namesOf } from '../live-codes/list-codes.ts';
import { archiveCode, createCode } from '../live-codes/live-codes.ts';
import { createTouchpoint } from '../touchpoints/touchpoints.ts';
import { type codeSetBody, MOST_CODES } from './contract.ts';

type Input = z.output<typeof codeSetBody>;
type Store = Input['stores'][number];

const TOO_MANY: ProblemKind = {
  code: 'code_set_too_many',
  status: 422,
  title: { zh: '一次建得太多', en: 'Too many at once' },
  detail: {
    zh: '这些门店和成员要建 {codes} 个活码，一次最多 {most} 个。请分几批建。',
    en: 'These shops and members make {codes} codes; at most {most} are made at once. Please make several sets.',
  },
};

const STORE_TWICE: ProblemKind = {
  code: 'code_set_store_twice',
  status: 422,
  title: { zh: '门店重复', en: 'A shop stands twice' },
  detail: { zh: '「{store}」填了两次。', en: '“{store}” stands there twice.' },
};

/** Codes have names of at most so many characters. */
const NAME_LENGTH = 30;

/**
 * Makes the codes of shops at once: one for each clerk, leading to the clerk, and to the others of the shop when the clerk
 * is away; or one for the shop. Each shop becomes a touchpoint.
 * @throws Problem code_set_too_many, code_set_store_twice, and what a code or touchpoint refuses
 */
export async function createCodeSet(
  tx: Tx,
  clock: Clock,
  random: Random,
  actor: Actor,
  input: Input,
): Promise<number> {
  refuse(input);
  const { name, place, accountId, stores } = input;
  const { id } = await tx
    .insertInto('codeSets')
    .values({ name, place, accountId, createdBy: actor.name, createdAt: clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const store of stores) await makeStore(tx, clock, random, actor, { ...input, id }, store);
  await audit(tx, clock, actor, {
    action: 'code_set.created',
    object: { kind: 'code_set', id },
    after: { name, place, stores: stores.map(one => one.store), codes: countCodes(stores) },
  });
  return id;
}

const countCodes = (stores: readonly Store[]) =>
  stores.reduce((sum, { perClerk, memberIds }) => sum + (perClerk ? new Set(memberIds).size : 1), 0);

function refuse({ stores }: Input): void {
  const codes = countCodes(stores);
  if (codes > MOST_CODES) throw new Problem(TOO_MANY, { codes, most: MOST_CODES });
  const twice = stores.find((one, at) => stores.findIndex(({ store }) => store === one.store) < at);
  if (twice) throw new Problem(STORE_TWICE, { store: twice.store });
}

async function makeStore(
  tx: Tx,
  clock: Clock,
  random: Random,
  actor: Actor,
  set: Input & { id: number },
  { store, perClerk, memberIds: told }: Store,
): Promise<void> {
  const touchpointId = await createTouchpoint(tx, clock, actor, {
    ...{ name: `${store}·${set.name}`, kind: set.place === 'package' ? 'parcel' : 'counter', store },
    ...{ campaign: '', url: '', memberId: null, stopLoss: null },
  });
  const memberIds = [...new Set(told)];
  const names = new Map((await namesOf(tx, memberIds)).map(one => [one.id, one.name]));
  for (const clerk of perClerk ? memberIds : [null]) {
    const called = clerk === null ? `${store}·${set.name}` : `${store}·${names.get(clerk) ?? clerk}`;
    const codeId = await createCode(tx, clock, random, actor, {
      ...{ name: [...called].slice(0, NAME_LENGTH).join(''), touchpointId, accountId: set.accountId },
      ...{ plan: planOf(clerk, memberIds), welcome: null, tagIds: set.tagIds, remark: '' },
    });
    await tx
      .updateTable('liveCodes')
      .set({ setId: set.id, store, clerkId: clerk })
      .where('id', '=', codeId)
      .execute();
  }
}

/** A clerk's card leads to the clerk; the shop's to whoever has added fewest today. */
function planOf(clerk: number | null, memberIds: readonly number[]) {
  const members = (clerk === null ? memberIds : [clerk]).map(memberId => ({
    ...{ memberId, weight: 1, dailyCap: null },
  }));
  const target = { kind: 'staff' as const, members, pick: 'load' as const };
  const backup = memberIds.filter(id => clerk !== null && id !== clerk);
  return { routes: [{ when: {}, target }], backup, fallback: { text: '', phone: '' } };
}

/** All its codes are put away with it; what came by them keeps its name. */
export async function archiveCodeSet(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    update code_sets set archived_at = ${clock.now()} where id = ${id} and archived_at is null returning name`.execute(
    tx,
  );
  const [set] = rows;
  if (!set) throw new Problem(NOT_FOUND);
  const codes = await tx
    .selectFrom('liveCodes')
    .select('id')
    .where('setId', '=', id)
    .where('archivedAt', 'is', null)
    .execute();
  for (const code of codes) await archiveCode(tx, clock, actor, code.id);
  await audit(tx, clock, actor, {
    action: 'code_set.archived',
    object: { kind: 'code_set', id },
    before: { name: set.name, codes: codes.length },
  });
}
