import { sql } from 'kysely';
import type { z } from 'zod';
import { costOf, renderMessage, valuesOf } from '#brand';
import type { MessageContent } from '#brand/contract';
import { claimContacts, countReasons, sayReason, type Verdict } from '#customers';
import type { Language } from '#platform/contract.ts';
import type { Platform } from '#platform/platform.ts';
import { tryOut } from '#platform/postgres/try-out.ts';
import { everybodyOfRule, type Rule } from '#segmentation';
import { mostPeople } from '../health/pace.ts';
import type { Broadcast, BroadcastInput, Content } from './broadcasts.ts';
import type { previewView } from './contract.ts';
import { claimOf, isHeldOut } from './plan.ts';
import { MOST_ASKED, sampleOf } from './sample.ts';
import { priceOf } from './sms/content.ts';
import { groupTexts } from './sms/texts.ts';
import { groupIntoTasks, PEOPLE_PER_TASK } from './tasks.ts';

/** What it costs a member to confirm one task: open the client, look, press send. */
const MINUTES_PER_TASK = 0.5;
const CHUNK = 2_000;
const SHOWN = 200;
const SAMPLE = 20;

type Preview = z.output<typeof previewView>;
type Decided = { verdict: Verdict; heldOut: boolean };

/** A broadcast that is not written down. Who is held out depends on the seed: a draft's own, or any. */
export function asTrial(
  input: BroadcastInput,
  content: Content,
  rule: Rule,
  slot: Date,
  seed = 1,
): Broadcast {
  return {
    ...input,
    ...content,
    id: 0,
    seed,
    slot,
    rule,
    status: 'planning',
    createdAt: slot,
  } as unknown as Broadcast;
}

/**
 * What a broadcast would do now: who gets it, who does not and why, who must confirm how much. It asks the gate itself,
 * in transactions that are rolled back, so that it cannot differ from the real thing. Of a large audience it asks about a
 * sample (at most `most` people) and tells what that comes to for all.
 */
export async function previewBroadcast(
  platform: Platform,
  broadcast: Broadcast,
  language: Language,
  most = MOST_ASKED,
): Promise<Preview> {
  const { rule, message, accountId } = broadcast;
  const everybody = await everybodyOfRule(platform, rule);
  const { ids: personIds, times } = sampleOf(everybody, most);
  const ofAll = (people: number) => Math.round(people * times);
  const decided: Decided[] = [];
  for (let at = 0; at < personIds.length; at += CHUNK)
    decided.push(...(await decide(platform, broadcast, personIds.slice(at, at + CHUNK))));
  const sending = decided.flatMap(({ verdict, heldOut }) =>
    verdict.outcome === 'claimed' && !heldOut
      ? [{ customerId: verdict.personId, memberId: verdict.memberId }]
      : [],
  );
  const led = sending.flatMap(({ customerId, memberId }) =>
    memberId === null ? [] : [{ customerId, memberId }],
  );
  const tasks = await platform.db.transaction().execute(async tx => {
    const mostOf = await mostPeople(tx, accountId, platform.clock.now(), PEOPLE_PER_TASK);
    return await groupIntoTasks(tx, message, led, id => Math.max(1, Math.floor(mostOf(id) / times)));
  });
  const names = await namesOf(platform, [
    ...decided.slice(0, SHOWN).map(d => d.verdict.personId),
    ...sending.slice(0, SAMPLE).map(s => s.customerId),
  ]);
  const members = await countMembers(platform, tasks, times);
  const cost = await costOfTexts(platform, broadcast, sending);
  const verdicts = decided.map(one => one.verdict);
  return {
    audience: everybody.length,
    estimatedFrom: times > 1 ? personIds.length : null,
    send: ofAll(sending.length),
    heldOut: ofAll(decided.filter(d => d.heldOut && d.verdict.outcome === 'claimed').length),
    withheld: countReasons(verdicts, language).map(one => ({ ...one, people: ofAll(one.people) })),
    members,
    cost: cost && { parts: ofAll(cost.parts), fen: ofAll(cost.fen) },
    minutes: Math.ceil(members.reduce((sum, member) => sum + member.tasks, 0) * MINUTES_PER_TASK),
    sample: await renderSample(platform, message, sending.slice(0, SAMPLE), names),
    people: decided.slice(0, SHOWN).map(one => presentPerson(one, names, language)),
  };
}

/** Every text is rendered, because a long name can make two parts of one. */
async function costOfTexts(
  platform: Platform,
  broadcast: Broadcast,
  people: readonly { customerId: number }[],
): Promise<Preview['cost']> {
  const price = await priceOf(platform, broadcast.accountId);
  if (broadcast.channel !== 'sms' || price === undefined) return null;
  const ids = people.map(({ customerId }) => customerId);
  const texts = await platform.db.transaction().execute(tx => groupTexts(tx, platform.clock, broadcast, ids));
  const parts = texts.reduce((sum, text) => sum + text.parts * text.customerIds.length, 0);
  return { parts, fen: costOf(parts, price) };
}

async function decide(
  { db, clock }: Platform,
  broadcast: Broadcast,
  personIds: readonly number[],
): Promise<Decided[]> {
  return await tryOut(db, async tx => {
    const verdicts = await claimContacts(tx, clock, claimOf(broadcast, personIds));
    const { rows } = await sql<{ customerId: number }>`
      select customer_id from unnest(${personIds}::bigint[]) as p (customer_id) where ${isHeldOut(broadcast)}`.execute(
      tx,
    );
    const heldOut = new Set(rows.map(row => row.customerId));
    return verdicts.map(verdict => ({ verdict, heldOut: heldOut.has(verdict.personId) }));
  });
}

/** A text that came out for one person of a sample alone stands for as many of its kind as the person does. */
async function countMembers(
  { db }: Platform,
  tasks: Awaited<ReturnType<typeof groupIntoTasks>>,
  times: number,
): Promise<Preview['members']> {
  const counts = new Map<number, { people: number; tasks: number }>();
  for (const task of tasks) {
    const known = counts.get(task.memberId) ?? { people: 0, tasks: 0 };
    counts.set(task.memberId, {
      people: known.people + task.customerIds.length * times,
      tasks: known.tasks + (task.customerIds.length === 1 ? times : 1),
    });
  }
  if (counts.size === 0) return [];
  const members = await db
    .selectFrom('members')
    .select(['id', 'name'])
    .where('id', 'in', [...counts.keys()])
    .execute();
  return members
    .map(member => {
      const { people = 0, tasks = 0 } = counts.get(member.id) ?? {};
      return { ...member, people: Math.round(people), tasks: Math.round(tasks) };
    })
    .sort((a, b) => b.people - a.people);
}

async function renderSample(
  { db }: Platform,
  message: MessageContent,
  people: readonly { customerId: number; memberId: number | null }[],
  names: ReadonlyMap<number, string>,
): Promise<Preview['sample']> {
  const values = await valuesOf(db, people);
  return people.map(({ customerId }) => {
    const own = values.get(customerId) ?? {};
    return {
      customerId,
      name: names.get(customerId) ?? '',
      member: own.member ?? null,
      ...renderMessage(message, own),
    };
  });
}

function presentPerson(
  { verdict, heldOut }: Decided,
  names: ReadonlyMap<number, string>,
  language: Language,
): Preview['people'][number] {
  const person = { customerId: verdict.personId, name: names.get(verdict.personId) ?? '' };
  if (verdict.outcome === 'withheld')
    return { ...person, outcome: 'withheld', words: sayReason(verdict.reason, verdict.facts, language) };
  return { ...person, outcome: heldOut ? 'held_out' : 'send', words: null };
}

async function namesOf({ db }: Platform, personIds: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await sql<{ id: number; name: string }>`
    select distinct on (person_id) person_id as id, coalesce(name, '') as name from customers
    where person_id = any(${personIds}::bigint[]) order by person_id, name is null, id = person_id desc, id`.execute(
    db,
  );
  return new Map(rows.map(row => [row.id, row.name]));
}
