import { sql } from 'kysely';
import type { z } from 'zod';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import { boundOf, factsOn } from '#platform/settings/facts-on.ts';
import { everybodyOfRule, liveSegment } from '#segmentation';
import { refuseMembers } from '../live-codes/live-codes.ts';
import { writeAudience } from './audience.ts';
import type { migrationBody } from './contract.ts';
import { lockMigration } from './migration.ts';
import { MIGRATION_NAME_TAKEN, NOBODY_TO_ASK, NOT_IN_THIS_STATE, TOO_MANY_A_DAY } from './refusals.ts';
import { releaseWaiting } from './waves.ts';

export type MigrationInput = z.output<typeof migrationBody>;

export async function createMigration(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  input: MigrationInput,
): Promise<number> {
  await refuseUnworkable(tx, clock, input, 0);
  const { id } = await tx
    .insertInto('buyerMigrations')
    .values({ ...input, createdBy: actor.name, createdAt: clock.now() })
    .returning('id')
    .executeTakeFirstOrThrow();
  await audit(tx, clock, actor, { action: 'migration.created', ...of(id), after: input });
  return id;
}

/** A draft is changed as a whole; one that has begun keeps its audience and account, and takes the pace, words and lines. */
export async function changeMigration(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  input: MigrationInput,
): Promise<void> {
  const before = await lockMigration(tx, id);
  if (before.status === 'ended') throw new Problem(NOT_IN_THIS_STATE);
  const { accountId, segmentId } = before.status === 'draft' ? input : before;
  await refuseUnworkable(tx, clock, { ...input, accountId }, id);
  await tx
    .updateTable('buyerMigrations')
    .set({ ...input, accountId, segmentId })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, { action: 'migration.changed', ...of(id), after: input });
}

/** Writes the audience down and lets the waves begin; the first is opened by the job at once. */
export async function startMigration(platform: Platform, tx: Tx, actor: Actor, id: number): Promise<void> {
  const { clock } = platform;
  const migration = await lockMigration(tx, id);
  if (migration.status !== 'draft') throw new Problem(NOT_IN_THIS_STATE);
  const { rule } = await liveSegment(tx, migration.segmentId);
  await writeAudience(tx, migration, await everybodyOfRule(platform, rule));
  const { rows } = await sql`
    select 1 from migration_people where migration_id = ${id} and state = 'queued' limit 1`.execute(tx);
  if (rows.length === 0) throw new Problem(NOBODY_TO_ASK);
  const now = clock.now();
  await tx
    .updateTable('buyerMigrations')
    .set({ status: 'running', rule: JSON.stringify(rule), startedAt: now, judgedSince: now, nextWaveAt: now })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, { action: 'migration.started', ...of(id) });
}

const MOVES = {
  paused: { from: ['running'], entry: { action: 'migration.paused' } },
  running: { from: ['paused', 'stopped'], entry: { action: 'migration.resumed' } },
  ended: { from: ['running', 'paused', 'stopped'], entry: { action: 'migration.ended' } },
} as const;

/** Pauses, goes on, or ends. Whoever goes on after a stop has looked at it: the lines judge from then on anew. */
export async function moveMigration(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  to: keyof typeof MOVES,
): Promise<void> {
  const { status } = await lockMigration(tx, id);
  const { from, entry } = MOVES[to];
  if (!(from as readonly string[]).includes(status)) throw new Problem(NOT_IN_THIS_STATE);
  const now = clock.now();
  const again = status === 'stopped' ? { judgedSince: now, stopped: null } : {};
  const set = to === 'running' ? { ...again, nextWaveAt: now } : { nextWaveAt: null };
  await tx
    .updateTable('buyerMigrations')
    .set({ status: to, ...set, ...(to === 'ended' && { endedAt: now }) })
    .where('id', '=', id)
    .execute();
  if (to !== 'running') await releaseWaiting(tx, clock, id);
  await audit(tx, clock, actor, { ...entry, ...of(id) });
}

const MEMBER_DAY = 'migration.member.day';

/** How many buyers a member may ask a day, as the house has set it. */
export async function mostADay(db: Db | Tx, clock: Clock): Promise<number> {
  const now = clock.now();
  return boundOf(await factsOn(db, now, [MEMBER_DAY]), MEMBER_DAY, now);
}

async function refuseUnworkable(tx: Tx, clock: Clock, input: MigrationInput, id: number): Promise<void> {
  const { name, accountId, memberIds, memberDay, segmentId } = input;
  const { rows } = await sql`
    select 1 from buyer_migrations where name = ${name} and status <> 'ended' and id <> ${id}`.execute(tx);
  if (rows.length > 0) throw new Problem(MIGRATION_NAME_TAKEN, { name });
  const max = await mostADay(tx, clock);
  if (memberDay > max) throw new Problem(TOO_MANY_A_DAY, { max });
  await refuseMembers(tx, accountId, memberIds);
  if (id === 0) await liveSegment(tx, segmentId);
}

const of = (id: number) => ({ object: { kind: 'migration', id } });
