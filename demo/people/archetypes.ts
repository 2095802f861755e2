import type { ShopCode } from '../shop/company.ts';

/** Kinds of customers: how often, when, where and what they buy. */
export type ArchetypeCode =
  | 'breakfast'
  | 'family'
  | 'birthday'
  | 'gift'
  | 'once'
  | 'lapsed'
  | 'bargain'
  | 'important'
  | 'looking';

export type Basket = 'breakfast' | 'family' | 'cake' | 'gift' | 'bargain' | 'premium' | 'taste';

export type Archetype = {
  code: ArchetypeCode;
  /** Of a hundred customers. */
  share: number;
  age: [from: number, to: number];
  women: number;
  /** Orders a week while they come; those who come for occasions have none. */
  perWeek: [from: number, to: number];
  /** The larger, the more of them are new: daysAgo is the range times u to this power. */
  recent: number;
  /** Monday to Sunday, and on free days. */
  weekdays: readonly number[];
  freeDays: number;
  /** Minutes of the day. */
  hours: [from: number, to: number];
  basket: Basket;
  where: readonly [ShopCode | 'home', number][];
  coupons: number;
  wecom: number;
  phone: number;
};

const EVERY_DAY = [1, 1, 1, 1, 1, 1, 1];

export const ARCHETYPES: readonly Archetype[] = [
  {
    ...{ code: 'breakfast', share: 12, age: [23, 48], women: 0.55, perWeek: [0.15, 0.65], recent: 0.95 },
    ...{ weekdays: [1, 1, 1, 1, 0.9, 0.15, 0.1], freeDays: 0.3, hours: [440, 580], basket: 'breakfast' },
    ...{ where: [['home', 1]], coupons: 0.08, wecom: 0.86, phone: 0.93 },
  },
  {
    ...{ code: 'family', share: 20, age: [28, 55], women: 0.66, perWeek: [0.08, 0.3], recent: 0.95 },
    ...{ weekdays: [0.2, 0.2, 0.2, 0.25, 0.5, 1, 1], freeDays: 1.5, hours: [580, 1_180], basket: 'family' },
    ...{
      where: [
        ['home', 8],
        ['mall', 3],
      ],
      coupons: 0.15,
      wecom: 0.8,
      phone: 0.93,
    },
  },
  {
    ...{ code: 'birthday', share: 14, age: [25, 60], women: 0.6, perWeek: [0, 0], recent: 1.1 },
    ...{ weekdays: EVERY_DAY, freeDays: 1, hours: [600, 1_200], basket: 'cake' },
    ...{
      where: [
        ['home', 5],
        ['mall', 4],
      ],
      coupons: 0.12,
      wecom: 0.64,
      phone: 0.97,
    },
  },
  {
    ...{ code: 'gift', share: 10, age: [26, 62], women: 0.5, perWeek: [0, 0], recent: 1 },
    ...{ weekdays: EVERY_DAY, freeDays: 1, hours: [540, 1_360], basket: 'gift' },
    ...{
      where: [
        ['tmall', 6],
        ['mall', 4],
        ['home', 1],
      ],
      coupons: 0.2,
      wecom: 0.42,
      phone: 0.97,
    },
  },
  {
    ...{ code: 'once', share: 19, age: [18, 60], women: 0.58, perWeek: [0, 0], recent: 1 },
    ...{ weekdays: [0.8, 0.8, 0.8, 0.8, 1, 1.2, 1.2], freeDays: 1.2, hours: [480, 1_260], basket: 'taste' },
    ...{
      where: [
        ['home', 6],
        ['mall', 3],
        ['tmall', 2],
      ],
      coupons: 0.35,
      wecom: 0.5,
      phone: 0.9,
    },
  },
  {
    ...{ code: 'lapsed', share: 10, age: [22, 55], women: 0.58, perWeek: [0.2, 0.6], recent: 1 },
    ...{ weekdays: EVERY_DAY, freeDays: 1.1, hours: [460, 1_240], basket: 'family' },
    ...{
      where: [
        ['home', 8],
        ['mall', 2],
      ],
      coupons: 0.15,
      wecom: 0.72,
      phone: 0.92,
    },
  },
  {
    ...{ code: 'bargain', share: 7, age: [20, 65], women: 0.7, perWeek: [0.1, 0.3], recent: 0.95 },
    ...{ weekdays: [0.8, 0.8, 2, 0.8, 0.8, 1, 1], freeDays: 1, hours: [540, 1_320], basket: 'bargain' },
    ...{
      where: [
        ['home', 4],
        ['mall', 5],
        ['tmall', 1],
      ],
      coupons: 0.92,
      wecom: 0.88,
      phone: 0.95,
    },
  },
  {
    ...{ code: 'important', share: 4, age: [30, 58], women: 0.6, perWeek: [0.3, 0.65], recent: 0.7 },
    ...{ weekdays: [0.9, 0.9, 0.9, 0.9, 1.1, 1.2, 1], freeDays: 1.1, hours: [500, 1_200], basket: 'premium' },
    ...{
      where: [
        ['home', 7],
        ['mall', 3],
      ],
      coupons: 0.02,
      wecom: 0.97,
      phone: 1,
    },
  },
  {
    ...{ code: 'looking', share: 4, age: [18, 50], women: 0.6, perWeek: [0, 0], recent: 1.6 },
    ...{ weekdays: EVERY_DAY, freeDays: 1, hours: [600, 1_260], basket: 'taste' },
    ...{ where: [['home', 1]], coupons: 0, wecom: 1, phone: 0.1 },
  },
];
