import { createHmac } from 'node:crypto';
import { z } from 'zod';
import type { Simulation } from '../simulation.ts';
import { Refusal } from './errcodes.ts';

/**
 * Cursors are opaque and expire. A page may come empty although there is more behind its cursor; the cursor then
 * remembers that it already did, so paging always ends.
 */
const payloadSchema = z.tuple([z.string(), z.array(z.number()), z.number(), z.boolean()]);

export type Place = { position: number[]; afterEmptyPage: boolean };

export function readCursor(
  simulation: Simulation,
  api: string,
  cursor: string | undefined,
): Place | undefined {
  if (!cursor) return undefined;
  const [body = '', signature] = cursor.split('.');
  if (sign(simulation, body) !== signature) throw new Refusal(40058);
  const payload = payloadSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
  const [writtenFor, position, expires, afterEmptyPage] = payload;
  if (writtenFor !== api || expires <= simulation.clock.milliseconds()) throw new Refusal(40058);
  return { position, afterEmptyPage };
}

export function writeCursor(
  simulation: Simulation,
  api: string,
  position: number[],
  afterEmptyPage = false,
  seconds = simulation.settings.cursorSeconds,
): string {
  const expires = simulation.clock.milliseconds() + seconds * 1_000;
  const body = Buffer.from(JSON.stringify([api, position, expires, afterEmptyPage])).toString('base64url');
  return `${body}.${sign(simulation, body)}`;
}

/** Whether this page is one of those that come empty. */
export function comesEmpty({ chance, settings }: Simulation, api: string, place: Place | undefined): boolean {
  if (settings.emptyPages === 0 || place?.afterEmptyPage) return false;
  return chance.about('empty page', api, ...(place?.position ?? [])).next() < settings.emptyPages;
}

function sign({ chance }: Simulation, body: string): string {
  return createHmac('sha256', `cursor ${chance.seed}`).update(body).digest('base64url').slice(0, 12);
}

export type Page<Row> = { rows: Row[]; next_cursor: string };

/**
 * One page of rows in the order of their ids.
 * @param fetch the rows whose id is greater than `after`, in order, at most `limit`.
 */
export function pageById<Row extends { id: number }>(
  simulation: Simulation,
  request: { api: string; cursor?: string | undefined; limit: number },
  fetch: (after: number, limit: number) => Row[],
): Page<Row> {
  const place = readCursor(simulation, request.api, request.cursor);
  const after = place?.position[0] ?? 0;
  const found = fetch(after, request.limit + 1);
  if (found.length > 0 && comesEmpty(simulation, request.api, place))
    return { rows: [], next_cursor: writeCursor(simulation, request.api, [after], true) };
  const rows = found.slice(0, request.limit);
  const last = rows.at(-1);
  const more = found.length > request.limit && last;
  return { rows, next_cursor: more ? writeCursor(simulation, request.api, [last.id]) : '' };
}
