import { type RawBuilder, sql } from 'kysely';
import type { Scope } from '#platform/auth/actor.ts';

/**
 * The condition that a person is in somebody's data scope: they own them or follow them on some channel. `person` is
 * the SQL of a person id. What is out of scope does not exist for the reader, so it answers 404, not 403.
 */
export function inScope(scope: Scope, person: RawBuilder<unknown>): RawBuilder<boolean> {
  if (scope.kind === 'all') return sql<boolean>`true`;
  const members = sql`${sql.val(scope.memberIds)}::bigint[]`;
  return sql<boolean>`exists (
    select 1 from customers in_scope
    where in_scope.person_id = ${person}
      and (in_scope.owner_member_id = any(${members})
        or exists (select 1 from follows f where f.customer_id = in_scope.id and f.ended_at is null
          and f.member_id = any(${members}))))`;
}

/** The persons whom these members own or follow, each once: to begin with where there are few. */
export const peopleOf = (members: readonly number[]): RawBuilder<unknown> => sql`
  select c.person_id from customers c where c.owner_member_id = any(${members}::bigint[])
  union select c.person_id from follows f join customers c on c.id = f.customer_id
    where f.member_id = any(${members}::bigint[]) and f.ended_at is null`;
