import type { ArchetypeCode } from '../people/archetypes.ts';

/** 企业标签 of the corp, as its members put them on customers. Ids look like WeCom's. */
export const TAG_GROUPS = [
  { id: 'etXiaomanGroupShop', name: '常去门店', tags: ['湖滨店', '滨江店', '城西店', '线上'] },
  { id: 'etXiaomanGroupTaste', name: '口味', tags: ['甜口', '咸口', '低糖', '欧包党', '无坚果'] },
  { id: 'etXiaomanGroupNeed', name: '需求', tags: ['早餐', '亲子', '生日蛋糕', '节令礼盒', '企业团购'] },
  { id: 'etXiaomanGroupCare', name: '关怀', tags: ['重要客户', '价格敏感', '喜欢新品', '少打扰'] },
] as const;

export type TagName = (typeof TAG_GROUPS)[number]['tags'][number];

export function tagIdOf(name: TagName): string {
  const group = TAG_GROUPS.findIndex(one => (one.tags as readonly string[]).includes(name));
  const tag = (TAG_GROUPS[group]?.tags as readonly string[] | undefined)?.indexOf(name) ?? -1;
  return `etXiaomanTag${group + 1}${String(tag + 1).padStart(2, '0')}`;
}

/** What members notice of a kind of customer. */
export const NEEDS: Record<ArchetypeCode, readonly TagName[]> = {
  breakfast: ['早餐'],
  family: ['亲子', '喜欢新品'],
  birthday: ['生日蛋糕'],
  gift: ['节令礼盒', '企业团购'],
  once: ['甜口'],
  lapsed: ['甜口', '咸口'],
  bargain: ['价格敏感'],
  important: ['重要客户', '喜欢新品'],
  looking: ['喜欢新品'],
};

export const TASTES: readonly TagName[] = ['甜口', '咸口', '低糖', '欧包党', '无坚果'];
