import { sql } from 'kysely';
import type { Db } from '../postgres/connect.ts';
import { isPast, type Position } from './events.ts';

type Stretch = { from: Position; to: Position; types: readonly string[] };

/**
 * The types of the events that stand in a stretch, and maybe some that stand close to it; undefined where nobody has
 * looked.
 */
export type TypesHeld = (from: Position, to: Position) => Promise<ReadonlySet<string> | undefined>;

/** So many stretches are remembered; who is farther behind looks for itself. */
const REMEMBERED = 100;

/**
 * Which types stand in the stretches of the log that were read last: each event is looked at once for all the readers
 * of a process that want few types, not once by every one of them. What a readable position has passed never changes.
 */
export function rememberTypes(db: Db): TypesHeld {
  const known: Stretch[] = [];
  let asked: Promise<void> = Promise.resolve();
  const lookUpTo = async (from: Position, to: Position) => {
    const end = known.at(-1)?.to;
    if (end && !isPast(to, end)) return;
    // A gap behind what is known: what lies before it is of no more use.
    if (!end || isPast(from, end)) known.length = 0;
    const start = known.at(-1)?.to ?? from;
    known.push({ from: start, to, types: await typesBetween(db, start, to) });
    if (known.length > REMEMBERED) known.shift();
  };
  return async (from, to) => {
    // One at a time, each going on where the one before it ended; the next does not suffer what one did.
    const looked = asked.then(() => lookUpTo(from, to));
    asked = looked.catch(() => undefined);
    await looked;
    const begin = known[0]?.from;
    if (!begin || isPast(begin, from)) return undefined;
    const within = known.filter(one => isPast(one.to, from) && isPast(to, one.from));
    return new Set(within.flatMap(({ types }) => types));
  };
}

/** The types of the events after one position and up to another. */
export async function typesBetween(db: Db, after: Position, to: Position): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`
    select distinct type from events
    where (xid, seq) > (${after.xid}, ${after.seq}) and (xid, seq) <= (${to.xid}, ${to.seq})`.execute(db);
  return rows.map(row => row.type);
}

/** LIKE, as far as the patterns of readers go: `%` is anything, `_` any character. */
export function wants(only: readonly string[]): (type: string) => boolean {
  const patterns = only.map(
    pattern =>
      new RegExp(
        `^${pattern
          .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
          .replaceAll('%', '.*')
          .replaceAll('_', '.')}$`,
        's',
      ),
  );
  return type => patterns.some(pattern => pattern.test(type));
}
