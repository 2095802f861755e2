import { sql } from 'kysely';
import type { z } from 'zod';
import type { Actor } from '#platform/auth/actor.ts';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { peopleRef, tagPeopleBody } from '../contract.ts';
import { findCustomers, type ListNeeds } from '../customers/list.ts';
import { inScope } from '../customers/scope.ts';
import { addTags, removeTags } from './tags.ts';

/**
 * Tags many people at once, or takes the tags away again.
 * @returns how many people were meant, and how many tags came or went.
 */
export async function tagPeople(
  tx: Tx,
  needs: ListNeeds,
  actor: Actor,
  { people, tagIds, change, reason }: z.output<typeof tagPeopleBody>,
): Promise<{ people: number; changed: number }> {
  const customerIds = await personsMeant(tx, needs, actor, people);
  const act = change === 'add' ? addTags : removeTags;
  const why = { source: 'manual', reason } as const;
  return {
    people: customerIds.length,
    changed: await act(tx, needs.clock, actor, { customerIds, tagIds }, why),
  };
}

async function personsMeant(
  db: Db | Tx,
  needs: ListNeeds,
  actor: Actor,
  people: z.output<typeof peopleRef>,
): Promise<number[]> {
  if ('filters' in people) {
    const except = new Set(people.except);
    const found = await findCustomers(needs, actor, people.filters);
    return found.filter(personId => !except.has(personId));
  }
  const { rows } = await sql<{ personId: number }>`
    select distinct c.person_id from customers c
    where c.id = any(${people.ids}::bigint[]) and c.status = 'active' and ${inScope(actor.scope, sql`c.person_id`)}`.execute(
    db,
  );
  return rows.map(row => row.personId);
}
