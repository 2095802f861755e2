import type { ArchetypeCode } from '../people/archetypes.ts';

/** The twelve customer groups, each with the member who owns it and whom it is for. */
export type Group = { name: string; owner: string; wants: readonly ArchetypeCode[]; most: number };

const REGULARS: ArchetypeCode[] = ['breakfast', 'family', 'important'];
const DEALS: ArchetypeCode[] = ['bargain', 'once', 'lapsed', 'looking'];
const PARENTS: ArchetypeCode[] = ['family', 'birthday'];

export const GROUPS: readonly Group[] = [
  { name: '湖滨店 早餐预订群', owner: 'lin.xiaoyu', wants: ['breakfast'], most: 80 },
  { name: '湖滨店 老顾客群', owner: 'lin.xiaoyu', wants: REGULARS, most: 120 },
  { name: '湖滨店 福利群', owner: 'zhou.ning', wants: DEALS, most: 150 },
  { name: '湖滨店 亲子烘焙群', owner: 'zhou.ning', wants: PARENTS, most: 90 },
  { name: '滨江店 早餐预订群', owner: 'chen.ke', wants: ['breakfast'], most: 80 },
  { name: '滨江店 老顾客群', owner: 'chen.ke', wants: REGULARS, most: 120 },
  { name: '滨江店 福利群', owner: 'wu.tong', wants: DEALS, most: 150 },
  { name: '城西店 早餐预订群', owner: 'shen.yi', wants: ['breakfast'], most: 80 },
  { name: '城西店 老顾客群', owner: 'shen.yi', wants: REGULARS, most: 120 },
  { name: '城西店 福利群', owner: 'shen.yi', wants: DEALS, most: 150 },
  { name: '小满会员 新品试吃群', owner: 'he.miao', wants: ['important', 'family'], most: 100 },
  { name: '小满商城 节令礼盒群', owner: 'he.miao', wants: ['gift', 'birthday'], most: 100 },
];
