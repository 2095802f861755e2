import { sql } from 'kysely';
import type { Tx } from '#platform/postgres/connect.ts';
import type { StoredValue } from './values.ts';

const WORDS = 7480039;

/** Who changes the words of options does it alone; they were locked whose values are changed before. */
export async function lockWords(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${WORDS})`.execute(tx);
}

/** Whoever writes values, or facts of them, knows the words as they are until the end: nobody changes them meanwhile. */
export async function shareWords(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${WORDS})`.execute(tx);
}

type Words = { id: number; name: string; options: string[]; renamedOptions: Record<string, string> };
type Told = { fieldId: number; value: StoredValue | null };
export type Refused<Of> = { one: Of; field: Words; word: string };

/**
 * Values that were read before the words were shared, in the words of now: an option that was renamed since goes by its
 * new word. @returns those that hold, and those of an option that is there no more.
 */
export async function inPresentWords<Of extends Told>(
  tx: Tx,
  told: readonly Of[],
): Promise<{ held: Of[]; refused: Refused<Of>[] }> {
  const { rows } = await sql<Words>`
    select id, name, options, renamed_options from custom_fields
    where id = any(${[...new Set(told.map(one => one.fieldId))]}::bigint[]) and type in ('choice', 'choices')`.execute(
    tx,
  );
  const fields = new Map(rows.map(row => [row.id, row]));
  const refused: Refused<Of>[] = [];
  const held = told.flatMap(one => {
    const field = fields.get(one.fieldId);
    if (!field || one.value === null) return [one];
    const said = one.value.split('\n').map(word => ({ word, now: presentOf(field, word) }));
    const unknown = said.find(({ now }) => now === undefined);
    if (unknown) refused.push({ one, field, word: unknown.word });
    const now = new Set(said.map(each => each.now));
    return unknown ? [] : [{ ...one, value: field.options.filter(option => now.has(option)).join('\n') }];
  });
  return { held, refused };
}

/** An option may have been renamed several times. */
function presentOf({ options, renamedOptions }: Words, word: string): string | undefined {
  const seen = new Set<string>();
  for (let now: string | undefined = word; now !== undefined && !seen.has(now); now = renamedOptions[now]) {
    if (options.includes(now)) return now;
    seen.add(now);
  }
  return undefined;
}
