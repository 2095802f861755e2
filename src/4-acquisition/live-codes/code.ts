import { sql } from 'kysely';
import type { Db, Tx } from '#platform/postgres/connect.ts';
import type { WelcomePlan } from '../welcome/contract.ts';
import type { Plan } from './plan.contract.ts';

/** A code as its verbs need it. */
export type LiveCode = {
  id: number;
  touchpointId: number;
  accountId: number;
  name: string;
  slug: string;
  plan: Plan;
  welcome: WelcomePlan | null;
  tagIds: number[];
  remark: string;
  version: number;
  paused: boolean;
  archivedAt: Date | null;
};

const COLUMNS = sql`id, touchpoint_id, account_id, name, slug, plan, welcome, tag_ids, remark, version, paused, archived_at`;

export async function readCode(
  db: Db | Tx,
  which: { id: number } | { slug: string },
): Promise<LiveCode | undefined> {
  const column = 'id' in which ? sql`id = ${which.id}` : sql`slug = ${which.slug}`;
  const { rows } = await sql<LiveCode>`select ${COLUMNS} from live_codes where ${column}`.execute(db);
  return rows[0];
}

/** The codes that lead somewhere now. */
export async function codesInUse(db: Db | Tx): Promise<LiveCode[]> {
  const { rows } = await sql<LiveCode>`
    select ${COLUMNS} from live_codes where archived_at is null and not paused order by id`.execute(db);
  return rows;
}

/** Everybody to whom the plan could lead. */
export function membersOf(plan: Plan): number[] {
  const staff = plan.routes.flatMap(({ target }) =>
    target.kind === 'staff' ? target.members.map(one => one.memberId) : [],
  );
  return [...new Set([...staff, ...plan.backup])];
}

/** The same groups in whatever order have the same code. */
export const groupKey = (chatIds: readonly string[]) => [...chatIds].sort().join(',');

/** The official accounts to which the plan could lead. */
export function officialsOf(plan: Plan): number[] {
  const ids = plan.routes.flatMap(({ target }) =>
    target.kind === 'official_account' ? [target.accountId] : [],
  );
  return [...new Set(ids)];
}

export function groupKeysOf(plan: Plan): string[] {
  return plan.routes.flatMap(({ target }) => (target.kind === 'group' ? [groupKey(target.chatIds)] : []));
}
