import { sql } from 'kysely';
import { PROJECTION, whileWhole } from '#customers';
import { isRefused } from '#platform/clickhouse/connect.ts';
import type { Position } from '#platform/log/events.ts';
import type { Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Rule } from '../rules/contract.ts';
import { compileContext, rulesBehind } from '../segments/segments.ts';
import { has, type People, peopleOf } from './bits.ts';
import { CONTACTS, dependenceOf, isConcerned } from './depends.ts';
import { evaluateAmong } from './evaluate.ts';
import { fillChanged, fillSegment, type Live, liveSegments, orTold } from './fill.ts';
import { holdMemberships, readMembers, tellChange, tellSize, writeMembers } from './members.ts';
import { changedForAll, readContacted, readTouched } from './touched.ts';

export const MEMBERSHIP = 'segments.members';

/** From so many touched people on, asking about everybody is quicker than asking about each of them. */
const MANY = 5_000;

/**
 * Keeps memberships up to date: of each batch of the log only the people it touched are asked about, and only by the
 * rules that what happened to them can change. It reads behind the projection, whose tables it asks. Repeating a batch
 * finds nothing more to change, so a crash doubles no event.
 */
export function membershipReader(platform: Platform): Reader {
  return {
    name: MEMBERSHIP,
    // Where many are touched everybody is asked about, once a stretch: a long one costs little more than a short one.
    batch: 100_000,
    after: PROJECTION,
    advance: (from, to) => whileWhole(platform, () => follow(platform, from, to)),
  };
}

async function follow(platform: Platform, from: Position, to: Position): Promise<void> {
  const segments = await liveSegments(platform.db);
  if (segments.length === 0) return;
  await fillChanged(platform, segments);
  const rules = await rulesBehind(
    platform.db,
    segments.map(({ rule }) => rule),
  );
  const forAll = await changedForAll(platform.db, from, to);
  const about = segments.filter(({ rule }) => {
    const { types } = dependenceOf(rule, rules);
    return forAll.some(type => types.has(type));
  });
  for (const { id } of about) await orTold(platform, id, () => fillSegment(platform, id));
  const others = segments.filter(segment => !about.includes(segment));
  const asksOfContacts = others.some(({ rule }) => dependenceOf(rule, rules).types.has(CONTACTS));
  const touched = new Map([
    ...(await readTouched(platform.db, from, to)),
    ...(asksOfContacts ? await readContacted(platform.db, from, to) : []),
  ]);
  const concerned = others.flatMap(segment => {
    const persons = concernedBy(segment.rule, rules, touched);
    return persons.size > 0 ? [{ segment, persons }] : [];
  });
  for (const { segment } of concerned.filter(({ persons }) => persons.size > MANY))
    await orTold(platform, segment.id, () => fillSegment(platform, segment.id));
  const few = concerned.filter(({ persons }) => persons.size <= MANY);
  await askOrFill(platform, few);
}

/** Together, because it is one statement for many; each alone where that was refused. */
async function askOrFill(platform: Platform, few: readonly Concerned[]): Promise<void> {
  if (few.length === 0) return;
  try {
    await askAbout(platform, few);
  } catch (error) {
    if (!isRefused(error)) throw error;
    for (const { segment } of few)
      await orTold(platform, segment.id, () => fillSegment(platform, segment.id));
  }
}

type Concerned = { segment: Live; persons: ReadonlySet<number> };

async function askAbout(platform: Platform, concerned: readonly Concerned[]): Promise<void> {
  const persons = [...new Set(concerned.flatMap(one => [...one.persons]))];
  await platform.db.transaction().execute(async tx => {
    await holdMemberships(tx);
    const current = await stillSo(tx, concerned);
    const context = await compileContext(
      platform,
      current.map(({ segment }) => segment.rule),
    );
    const inside = await evaluateAmong(
      platform.clickhouse,
      current.map(({ segment }) => segment.rule),
      { persons, profiles: await profilesOf(tx, persons) },
      context,
    );
    const members = await readMembers(
      tx,
      current.map(({ segment }) => segment.id),
      persons,
    );
    for (const [i, one] of current.entries())
      await apply(tx, context.now, one, members.get(one.segment.id) ?? new Map(), inside[i] ?? new Set());
  });
}

/** A rule that was changed since is filled anew by the next batch, its event being part of it. */
async function stillSo(tx: Tx, concerned: readonly Concerned[]): Promise<Concerned[]> {
  const live = await liveSegments(
    tx,
    concerned.map(({ segment }) => segment.id),
  );
  const versions = new Map(live.filter(one => one.filled === one.version).map(one => [one.id, one.version]));
  return concerned.filter(({ segment }) => versions.get(segment.id) === segment.version);
}

async function apply(
  tx: Tx,
  at: Date,
  { segment, persons }: Concerned,
  before: People,
  inside: ReadonlySet<number>,
) {
  const change = {
    entered: peopleOf([...persons].filter(id => inside.has(id) && !has(before, id))),
    left: peopleOf([...persons].filter(id => !inside.has(id) && has(before, id))),
  };
  if (change.entered.size + change.left.size === 0) return;
  await writeMembers(tx, segment.id, before, change);
  await tellChange(tx, at, segment, change);
  await tellSize(tx, at, segment.id);
}

function concernedBy(
  rule: Rule,
  rules: ReadonlyMap<number, Rule>,
  touched: ReadonlyMap<string, readonly number[]>,
): Set<number> {
  const dependence = dependenceOf(rule, rules);
  const persons = new Set<number>();
  for (const [type, ids] of touched) if (isConcerned(dependence, type)) for (const id of ids) persons.add(id);
  return persons;
}

async function profilesOf(tx: Tx, persons: readonly number[]): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from customers where person_id = any(${persons}::bigint[])`.execute(tx);
  return [...new Set([...persons, ...rows.map(row => row.id)])];
}
