import type { Route } from '#platform/http/route.ts';
import { pathFor } from './calls.ts';
import { type For, next } from './insert.ts';
import { makers } from './makers.ts';
import { valueFor, wireOf } from './wire.ts';

/** Puts right what the schema alone cannot know: what must adapt together, and what must be there already. */
export type Adapt = (body: never, given: For) => unknown;

/** A call with everything somebody can type: `spots` are the places of its texts, as `message.attachments.0.title`. */
export type Typed = { path: string; body: unknown; spots: readonly string[]; judged: readonly string[] };

export async function typedCall(
  route: Route,
  given: For,
  { adapt = body => body, judged = [] }: { adapt?: Adapt; judged?: readonly string[] },
): Promise<Typed> {
  const made: string[] = [];
  const body = await valueFor(wireOf(route.body), {
    extent: 'all',
    text: (spot, wire) => {
      made.push(spot);
      return harmless().padEnd(wire.minLength ?? 0, '例');
    },
    id: async prefix => `${prefix}_${await makers[prefix]?.(given)}`,
  });
  const fitted = await adapt(body as never, given);
  const spots = made.filter(spot => typeof valueAt(fitted, spot) === 'string');
  return { path: await pathFor(route, given), body: fitted, spots, judged };
}

/** A text that is taken everywhere, different each time: some names may be had once only. */
const harmless = () => `样例${next()}`;

export function valueAt(value: unknown, spot: string): unknown {
  return spot.split('.').reduce((part, key) => (part as Record<string, unknown>)?.[key], value);
}

/** The call's body with a text in some of its spots, and something harmless in the others; what is judged stays as it is. */
export function bodyWith({ body, spots, judged }: Typed, chosen: readonly string[], text: string): unknown {
  const changed = structuredClone(body);
  for (const spot of spots) {
    const keys = spot.split('.');
    const last = keys.pop() ?? '';
    const parent = (keys.length === 0 ? changed : valueAt(changed, keys.join('.'))) as Record<string, string>;
    if (chosen.includes(spot)) parent[last] = text;
    else if (!judged.includes(spot)) parent[last] = harmless().padEnd(parent[last]?.length ?? 0, '例');
  }
  return changed;
}

/** What the route's own schema makes of a text in one spot; undefined when it refuses. */
export function understood(route: Route, typed: Typed, spot: string, text: string): string | undefined {
  const parsed = route.body?.safeParse(bodyWith(typed, [spot], text));
  return parsed?.success ? (valueAt(parsed.data, spot) as string) : undefined;
}

/** The spots that the schema refuses, and what it makes of the text in the others. */
export function judge(route: Route, typed: Typed, text: string) {
  const judged = typed.spots.map(spot => [spot, understood(route, typed, spot, text)] as const);
  return {
    refused: judged.flatMap(([spot, value]) => (value === undefined ? [spot] : [])),
    taken: judged.flatMap(([spot, value]) => (value === undefined ? [] : [{ spot, value }])),
  };
}
