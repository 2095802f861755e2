import type { Fen } from '#platform/money.ts';
import type { Season } from './calendar.ts';

/** What a product is for: 导流, 挣钱, 福利, IP. */
export type Role = 'traffic' | 'profit' | 'benefit' | 'ip';
export type Category = '面包' | '早餐' | '饮品' | '切件甜点' | '整只蛋糕' | '节令' | '礼盒' | '福利' | 'IP';

export type Product = {
  sku: string;
  name: string;
  category: Category;
  role: Role;
  price: Fen;
  /** Ingredients, packaging and work. */
  cost: Fen;
  season?: Season;
};

type Row = [
  sku: string,
  name: string,
  category: Category,
  role: Role,
  price: Fen,
  cost: Fen,
  season?: Season,
];

const ROWS: Row[] = [
  ['MB01', '原味切片吐司', '面包', 'traffic', 12_80, 5_90],
  ['MB02', '北海道牛奶吐司', '面包', 'profit', 22_00, 7_60],
  ['MB03', '全麦核桃欧包', '面包', 'profit', 26_00, 8_40],
  ['MB04', '海盐法棍', '面包', 'traffic', 11_00, 4_80],
  ['MB05', '肉松小贝（4 只）', '面包', 'profit', 28_00, 10_20],
  ['MB06', '红豆奶酪软欧', '面包', 'profit', 24_00, 8_10],
  ['ZC01', '黄油可颂', '早餐', 'traffic', 9_90, 4_90],
  ['ZC02', '海盐芝士贝果', '早餐', 'profit', 15_00, 4_80],
  ['ZC03', '火腿芝士三明治', '早餐', 'profit', 19_00, 7_30],
  ['ZC04', '豆沙餐包（2 只）', '早餐', 'traffic', 8_00, 3_30],
  ['ZC05', '葡式蛋挞（4 只）', '早餐', 'profit', 22_00, 8_60],
  ['YP01', '美式咖啡', '饮品', 'traffic', 12_00, 3_20],
  ['YP02', '燕麦拿铁', '饮品', 'profit', 20_00, 5_80],
  ['YP03', '龙井冷萃', '饮品', 'profit', 18_00, 4_60],
  ['YP04', '现磨豆浆', '饮品', 'traffic', 6_00, 1_90],
  ['TD01', '巴斯克芝士切件', '切件甜点', 'profit', 28_00, 9_20],
  ['TD02', '提拉米苏杯', '切件甜点', 'profit', 32_00, 10_80],
  ['TD03', '草莓奶油卷', '切件甜点', 'profit', 26_00, 9_60],
  ['DG01', '草莓奶油蛋糕 6 寸', '整只蛋糕', 'profit', 198_00, 76_00],
  ['DG02', '草莓奶油蛋糕 8 寸', '整只蛋糕', 'profit', 268_00, 104_00],
  ['DG03', '儿童卡通蛋糕 6 寸', '整只蛋糕', 'profit', 238_00, 92_00],
  ['DG04', '巴斯克芝士蛋糕 6 寸', '整只蛋糕', 'profit', 158_00, 55_00],
  ['JL01', '艾草青团（6 只）', '节令', 'traffic', 36_00, 15_00, 'qingtuan'],
  ['JL02', '端午粽礼盒', '节令', 'profit', 128_00, 52_00, 'zongzi'],
  ['JL03', '鲜肉月饼（6 只）', '节令', 'traffic', 42_00, 19_00, 'mooncake'],
  ['JL04', '小满中秋礼盒', '节令', 'profit', 168_00, 62_00, 'mooncake'],
  ['JL05', '年货曲奇礼盒', '节令', 'profit', 138_00, 48_00, 'new_year'],
  ['JL06', '圣诞史多伦', '节令', 'profit', 98_00, 37_00, 'christmas'],
  ['LH01', '西湖伴手礼盒', '礼盒', 'profit', 118_00, 44_00],
  ['LH02', '下午茶分享盒', '礼盒', 'profit', 158_00, 61_00],
  ['FL01', '会员日一元可颂', '福利', 'benefit', 1_00, 4_90],
  ['FL02', '试吃曲奇（小袋）', '福利', 'benefit', 3_90, 2_60],
  ['IP01', '小满节气限定面包', 'IP', 'ip', 38_00, 12_50],
  ['IP02', '小满手绘曲奇罐', 'IP', 'ip', 88_00, 30_00],
];

export const PRODUCTS: readonly Product[] = ROWS.map(([sku, name, category, role, price, cost, season]) => ({
  ...{ sku, name, category, role, price, cost },
  ...(season && { season }),
}));

export function productsIn(...categories: Category[]): Product[] {
  return PRODUCTS.filter(product => categories.includes(product.category));
}
