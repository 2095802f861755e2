import { sql } from 'kysely';
import { ownState } from '#customers/contract';
import type { Clock } from '#platform/clock.ts';
import type { Tx } from '#platform/postgres/connect.ts';
import { codesInUse, groupKey, type LiveCode, membersOf, officialsOf } from './code.ts';
import { onDutyNow, type Situation } from './decide.ts';
import { withDepartments } from './expand.ts';
import { situationsOf } from './situation.ts';

/** Where a way should lead: members, groups with the name of further ones, or an official account. */
export type Wanted = { members: number[] } | { chatIds: string[]; baseName: string } | { official: number };
export type WayKind = 'member' | 'duty' | 'group' | 'official';

type Way = {
  code_id: number;
  kind: WayKind;
  member_id: number | null;
  key: string;
  variant_id: number | null;
  state: string;
  wanted: Wanted;
};

const MOST_ON_DUTY = 100;

/**
 * Writes down what should stand behind codes at the platform; `tellWays` tells it. One way for each member, so that a
 * page can lead to exactly one and what comes back says to whom; one for those on duty, for the platform's own picture;
 * one for each set of groups; and
 * one more for each member and poster, so that what comes back says by which. A way that is no longer wanted stays: who has its picture still comes in.
 */
export async function wantWays(tx: Tx, clock: Clock, kept: readonly LiveCode[]): Promise<number> {
  const codes = await withDepartments(tx, kept);
  const situations = await situationsOf(tx, codes, clock.now());
  const before = await dutyBefore(tx, codes);
  const variants = await variantsOf(tx, codes);
  const ways = codes.flatMap(code => {
    const duty =
      dutyOf(code, situations.get(code.id), clock.now()) ?? before.get(code.id) ?? membersOf(code.plan);
    const staff = memberWays(code, variants.get(code.id) ?? []);
    // A code that leads to no member has none for those on duty.
    const own = duty.length > 0 ? [dutyWay(code, duty)] : [];
    return [...staff, ...groupWays(code), ...officialWays(code), ...own];
  });
  const { rows } = await sql<{ id: number }>`
    insert into code_ways (code_id, kind, member_id, key, variant_id, state, wanted, next_try)
    select code_id, kind, member_id, key, variant_id, state, wanted, ${clock.now()}
    from jsonb_to_recordset(${JSON.stringify(ways)}::jsonb)
      as w (code_id bigint, kind text, member_id bigint, key text, variant_id bigint, state text, wanted jsonb)
    on conflict (code_id, kind, key) do update set wanted = excluded.wanted, next_try = excluded.next_try, tries = 0, failure = null
      where code_ways.wanted is distinct from excluded.wanted
    returning id`.execute(tx);
  return rows.length;
}

/** Codes whose people on duty are not who should be: shifts begin and end, days fill up, members leave. */
export async function turnDuty(tx: Tx, clock: Clock): Promise<number> {
  return await wantWays(tx, clock, await codesInUse(tx));
}

type Variant = { id: number; mark: string };

function memberWays({ id, slug, plan }: LiveCode, variants: readonly Variant[]): Way[] {
  const posters = [{ id: null, mark: '' }, ...variants];
  return membersOf(plan).flatMap(member =>
    posters.map(({ id: variant, mark }) => ({
      ...{ code_id: id, kind: 'member' as const, member_id: member, key: memberKey(member, mark) },
      ...{ variant_id: variant, state: ownState(slug, { member, mark }), wanted: { members: [member] } },
    })),
  );
}

/** Of a member's way, with the letter of the poster it stands on. */
export const memberKey = (member: number | null, mark: string) => `${member}${mark}`;

/** The posters on these codes that are in use. */
async function variantsOf(tx: Tx, codes: readonly LiveCode[]): Promise<Map<number, Variant[]>> {
  const { rows } = await sql<Variant & { codeId: number }>`
    select id, code_id, mark from code_variants
    where code_id = any(${codes.map(code => code.id)}::bigint[]) and archived_at is null order by id`.execute(
    tx,
  );
  return Map.groupBy(rows, row => row.codeId);
}

function groupWays({ id, slug, plan }: LiveCode): Way[] {
  const groups = plan.routes.flatMap(({ target }) => (target.kind === 'group' ? [target] : []));
  const byKey = new Map(groups.map(target => [groupKey(target.chatIds), target]));
  return [...byKey].map(([key, { chatIds, baseName }]) => ({
    ...{ code_id: id, kind: 'group', member_id: null, key, variant_id: null },
    ...{ state: ownState(slug, { groups: markOf(key) }), wanted: { chatIds, baseName } },
  }));
}

function officialWays({ id, slug, plan }: LiveCode): Way[] {
  return officialsOf(plan).map(official => ({
    ...{ code_id: id, kind: 'official', member_id: null, key: String(official), variant_id: null },
    ...{ state: ownState(slug, { official }), wanted: { official } },
  }));
}

/** Sets of groups come and go with the plan, and a state is never used for two of them. */
function markOf(key: string): string {
  const sum = [...key].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return sum.toString(36);
}

function dutyWay({ id, slug }: LiveCode, members: readonly number[]): Way {
  const wanted = { members: members.toSorted((a, b) => a - b).slice(0, MOST_ON_DUTY) };
  const way = { code_id: id, kind: 'duty' as const, member_id: null, key: '', variant_id: null };
  return { ...way, state: ownState(slug, 'duty'), wanted };
}

/** Undefined when nobody could be reached now: the code then goes on leading to whom it led, so that it never breaks. */
function dutyOf({ plan }: LiveCode, situation: Situation | undefined, now: Date): number[] | undefined {
  if (!situation) return undefined;
  // It is one way of its own: that a member's is not there yet does not keep them off it.
  const found = onDutyNow(plan, { at: now, city: '' }, { ...situation, ready: situation.active });
  return found.length > 0 ? found : undefined;
}

async function dutyBefore(tx: Tx, codes: readonly LiveCode[]): Promise<Map<number, number[]>> {
  const { rows } = await sql<{ codeId: number; members: number[] }>`
    select code_id, wanted -> 'members' as members from code_ways
    where code_id = any(${codes.map(code => code.id)}::bigint[]) and kind = 'duty'`.execute(tx);
  return new Map(rows.map(row => [row.codeId, row.members]));
}
