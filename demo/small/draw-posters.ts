import { createPoster } from '#brand';
import type { Tx } from '#platform/postgres/connect.ts';
import { type DemoPoster, postersOf } from '../shop/posters.ts';
import type { Story } from './story.ts';

/** The bakery's posters, by what they say. */
export async function drawPosters(tx: Tx, { platform, owner }: Story): Promise<Map<DemoPoster, number>> {
  const made = new Map<DemoPoster, number>();
  for (const { poster, name, design } of postersOf())
    made.set(poster, await createPoster(tx, platform, owner, { ...design, name }));
  return made;
}
