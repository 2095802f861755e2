import { sql } from 'kysely';
import type { z } from 'zod';
import { ownState } from '#customers/contract';
import { audit } from '#platform/audit/audit.ts';
import type { Actor } from '#platform/auth/actor.ts';
import type { Clock } from '#platform/clock.ts';
import { NOT_FOUND, Problem, type ProblemKind } from '#platform/http/problem.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import type { Random } from '#platform/random.ts';
import { refuseMembers, refusePlace, slugOf } from '../live-codes/live-codes.ts';
import type { acquisitionLinkBody, acquisitionLinkChange } from './contract.ts';

type Whole = z.output<typeof acquisitionLinkBody>;
type Optional = 'departments' | 'priority' | 'priorityIds';
type Input = Omit<Whole, Optional> & Partial<Pick<Whole, Optional>>;
type Change = z.output<typeof acquisitionLinkChange>;

/** What WeCom should know of a link; `gone`: that there is none. */
export type WantedLink =
  | {
      name: string;
      members: number[];
      /** By WeCom's numbers; absent where there are none. */
      departments?: number[];
      asksNobody: boolean;
      priority?: 'corp' | number[];
    }
  | { gone: true };

const ordered = (ids: readonly number[]) => [...new Set(ids)].sort((a, b) => a - b);

const wantedOf = ({
  name,
  memberIds,
  departments,
  asksNobody,
  priority,
  priorityIds,
}: Change): WantedLink => ({
  ...{ name, asksNobody, members: ordered(memberIds) },
  ...(departments.length > 0 && { departments: ordered(departments.map(one => one.id)) }),
  ...(priority === 'corp' && { priority }),
  ...(priority === 'members' && { priority: ordered(priorityIds) }),
});

export async function createLink(
  tx: Tx,
  clock: Clock,
  random: Random,
  actor: Actor,
  input: Input,
): Promise<number> {
  const kept = await refuse(tx, input);
  const now = clock.now();
  const { id } = await tx
    .insertInto('acquisitionLinks')
    .values({
      ...{
        ...kept,
        departments: JSON.stringify(kept.departments),
        state: ownState(slugOf(random), 'link'),
        wanted: JSON.stringify(wantedOf(kept)),
      },
      ...{ nextTry: now, nextSync: now, createdBy: actor.name, createdAt: now, updatedAt: now },
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await sql`
    insert into acquisition_quotas (account_id, next_sync) values (${input.accountId}, ${now})
    on conflict (account_id) do nothing`.execute(tx);
  await audit(tx, clock, actor, {
    action: 'acquisition_link.created',
    object: { kind: 'acquisition_link', id },
    after: input,
  });
  return id;
}

export async function changeLink(
  tx: Tx,
  clock: Clock,
  actor: Actor,
  id: number,
  change: Change,
): Promise<void> {
  const { accountId, ...before } = await lock(tx, id);
  const { accountId: _, ...kept } = await refuse(tx, { ...change, accountId });
  await tx
    .updateTable('acquisitionLinks')
    .set({
      ...{ ...kept, departments: JSON.stringify(kept.departments) },
      ...{ wanted: JSON.stringify(wantedOf(kept)), ...again(clock) },
    })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'acquisition_link.changed',
    object: { kind: 'acquisition_link', id },
    before,
    after: change,
  });
}

/** It is deleted at WeCom too, so that nobody pays for who comes by it; what came by it keeps its name. */
export async function archiveLink(tx: Tx, clock: Clock, actor: Actor, id: number): Promise<void> {
  const { name } = await lock(tx, id);
  await tx
    .updateTable('acquisitionLinks')
    .set({ archivedAt: clock.now(), wanted: JSON.stringify({ gone: true }), ...again(clock) })
    .where('id', '=', id)
    .execute();
  await audit(tx, clock, actor, {
    action: 'acquisition_link.archived',
    object: { kind: 'acquisition_link', id },
    before: { name },
  });
}

const again = (clock: Clock) => ({ tries: 0, failure: null, nextTry: clock.now(), updatedAt: clock.now() });

async function lock(tx: Tx, id: number) {
  const row = await tx
    .selectFrom('acquisitionLinks')
    .select([
      'accountId',
      'touchpointId',
      'name',
      'memberIds',
      'departments',
      'asksNobody',
      'tagIds',
      'priority',
      'priorityIds',
    ])
    .where('id', '=', id)
    .where('archivedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Problem(NOT_FOUND);
  return row;
}

const NO_PRIORITY_MEMBERS: ProblemKind = {
  code: 'link_priority_members_missing',
  status: 422,
  title: { zh: '还没选优先分配的成员', en: 'No members to come first' },
  detail: {
    zh: '选了“优先给已经添加过的指定成员”，请至少选一位成员。',
    en: 'Customers of some members are to be led to them first: choose at least one member.',
  },
};

const NOBODY: ProblemKind = {
  code: 'link_needs_somebody',
  status: 422,
  title: { zh: '还没选谁来接待', en: 'Nobody is chosen' },
  detail: {
    zh: '请至少选一位成员或一个部门。',
    en: 'Choose at least one member or one department.',
  },
};

/** @returns what is kept: members that do not come first are not kept as if they did. */
async function refuse(tx: Tx, input: Input): Promise<Whole> {
  const { priority = 'none', departments = [] } = input;
  if (input.memberIds.length + departments.length === 0) throw new Problem(NOBODY);
  const priorityIds = priority === 'members' ? ordered(input.priorityIds ?? []) : [];
  if (priority === 'members' && priorityIds.length === 0) throw new Problem(NO_PRIORITY_MEMBERS);
  await refusePlace(tx, input);
  await refuseMembers(tx, input.accountId, [...input.memberIds, ...priorityIds]);
  return { ...input, departments, priority, priorityIds };
}
