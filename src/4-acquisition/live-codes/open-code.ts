import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { HOUR } from '#platform/clock.ts';
import type { Platform } from '#platform/platform.ts';
import type { Random } from '#platform/random.ts';
import { noteReceipt } from '../code-sets/receipts.ts';
import { groupKey, type LiveCode, readCode } from './code.ts';
import { type Decision, decide } from './decide.ts';
import { oneWithDepartments } from './expand.ts';
import type { Plan } from './plan.contract.ts';
import { situationOf } from './situation.ts';
import { memberKey } from './ways.ts';

/** What a page shows to who opened a code. */
export type Shown =
  | {
      kind: 'code';
      of: 'member' | 'group' | 'official' | 'picture';
      who: string | null;
      title: string;
      image: string;
    }
  | { kind: 'link'; title: string; url: string }
  | { kind: 'words'; text: string; phone: string };

/** How long a browser is led to the same member. */
const SAME_MEMBER = 24 * HOUR;

/**
 * Somebody opens the page of a code: decides whom it leads to, writes the decision down with its reasons, and says what
 * to show. A code that is put away or paused shows its words.
 */
export async function openCode(
  platform: Platform,
  random: Random,
  asked: { slug: string; visitor: string; city: string; mark?: string; orderNo?: string },
): Promise<Shown | undefined> {
  const { db, clock } = platform;
  const kept = await readCode(db, { slug: asked.slug });
  if (!kept) return undefined;
  const code = await oneWithDepartments(db, kept);
  if (code.archivedAt || code.paused) return wordsOf(code.plan);
  const at = clock.now();
  const visitor = createHash('sha256').update(`${code.id}:${asked.visitor}`).digest();
  const [situation, before, variant] = await Promise.all([
    situationOf(db, code, at),
    ledTo(platform, code.id, visitor, at),
    variantOf(platform, code.id, asked.mark),
  ]);
  const decision = decide(code.plan, { at, city: asked.city, before, chance: random.next() }, situation);
  const shown = await show(platform, code, decision, variant?.mark ?? '');
  await sql`
    insert into code_scans (code_id, at, visitor, city, route, kind, member_id, variant_id, trace)
    values (${code.id}, ${at}, ${visitor}, ${asked.city}, ${decision.route}, ${decision.kind}, ${decision.memberId},
      ${variant?.id ?? null}, ${JSON.stringify({ again: decision.again, steps: decision.steps })}::jsonb)`.execute(
    db,
  );
  if (asked.orderNo)
    await noteReceipt(db, {
      codeId: code.id,
      memberId: decision.memberId,
      visitor,
      orderNo: asked.orderNo,
      at,
    });
  return shown;
}

async function ledTo({ db }: Platform, codeId: number, visitor: Buffer, at: Date): Promise<number | null> {
  const { rows } = await sql<{ memberId: number | null }>`
    select member_id from code_scans where code_id = ${codeId} and visitor = ${visitor} and member_id is not null
      and at > ${new Date(at.getTime() - SAME_MEMBER)} order by at desc limit 1`.execute(db);
  return rows[0]?.memberId ?? null;
}

/** The poster whose address was opened; of one that was taken off too, because it still hangs somewhere. */
async function variantOf({ db }: Platform, codeId: number, mark = '') {
  if (mark === '') return undefined;
  return await db
    .selectFrom('codeVariants')
    .select(['id', 'mark'])
    .where('codeId', '=', codeId)
    .where('mark', '=', mark)
    .executeTakeFirst();
}

async function show(
  { db }: Platform,
  code: LiveCode,
  { route, kind, memberId }: Decision,
  mark: string,
): Promise<Shown> {
  const target = route === null ? undefined : code.plan.routes[route]?.target;
  if (kind === 'staff') return (await memberCode(db, code, memberId, mark)) ?? wordsOf(code.plan);
  if (target?.kind === 'link') return { kind: 'link', title: target.title, url: target.url };
  if (target?.kind === 'picture')
    return {
      kind: 'code',
      of: 'picture',
      who: null,
      title: target.title,
      image: `/c/${code.slug}/picture/${target.file}`,
    };
  if (target?.kind === 'official_account') {
    const image = await imageOf(db, code.id, 'official', String(target.accountId));
    if (image) return { kind: 'code', of: 'official', who: null, title: target.title, image };
  }
  if (target?.kind === 'group') {
    const image = await imageOf(db, code.id, 'group', groupKey(target.chatIds));
    if (image) return { kind: 'code', of: 'group', who: null, title: target.baseName, image };
  }
  return wordsOf(code.plan);
}

async function memberCode(
  db: Platform['db'],
  { id }: LiveCode,
  memberId: number | null,
  mark: string,
): Promise<Shown | undefined> {
  // Until the poster's own way is made, or where it is not, the code leads on by the member's.
  const image =
    (await imageOf(db, id, 'member', memberKey(memberId, mark))) ??
    (await imageOf(db, id, 'member', memberKey(memberId, '')));
  const member = await db
    .selectFrom('members')
    .select('name')
    .where('id', '=', memberId ?? 0)
    .executeTakeFirst();
  return image && member ? { kind: 'code', of: 'member', who: member.name, title: '', image } : undefined;
}

async function imageOf(
  db: Platform['db'],
  codeId: number,
  kind: string,
  key: string,
): Promise<string | undefined> {
  const way = await db
    .selectFrom('codeWays')
    .select('imageUrl')
    .where('codeId', '=', codeId)
    .where('kind', '=', kind)
    .where('key', '=', key)
    .executeTakeFirst();
  return way?.imageUrl ?? undefined;
}

const wordsOf = ({ fallback: { text, phone } }: Plan): Shown => ({ kind: 'words', text, phone });
