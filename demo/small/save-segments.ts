import { createSegment, refreshCount } from '#segmentation';
import type { SegmentName } from '../shop/broadcasts.ts';
import { segmentsFor } from '../shop/segments.ts';
import type { Story } from './story.ts';

/** Saves the segments a bakery starts with. @returns their ids by name. */
export async function saveSegments(story: Story): Promise<Map<SegmentName, number>> {
  const { platform, owner, shops } = story;
  const { db, clock } = platform;
  const tags = await db
    .selectFrom('tags')
    .innerJoin('tagGroups', 'tagGroups.id', 'tags.groupId')
    .select(['tags.id', 'tags.name', 'tagGroups.name as group'])
    .execute();
  const products = await db.selectFrom('products').select(['id', 'externalId']).execute();
  const known = {
    tag: (group: string, name: string) => tags.find(tag => tag.group === group && tag.name === name)?.id ?? 0,
    shop: (code: 'hubin') => shops.get(code) ?? 0,
    products: (...skus: string[]) =>
      products.filter(product => skus.includes(product.externalId)).map(product => product.id),
  };
  const ids = new Map<SegmentName, number>();
  await db.transaction().execute(async tx => {
    for (const segment of segmentsFor(known))
      ids.set(segment.name, await createSegment(tx, clock, owner, segment));
  });
  return ids;
}

export async function countSegments({ platform }: Story, ids: Iterable<number>): Promise<void> {
  for (const id of ids) await refreshCount(platform, id);
}
