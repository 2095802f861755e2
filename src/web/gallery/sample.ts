import type { Tier } from '../kit/TierTag.tsx';

/** Made-up people of a made-up shop, the same every time. */
export type Sample = {
  id: string;
  name: string;
  phone: string;
  tier: Tier;
  city: string;
  spent: number;
  orders: number;
  lastOrder: string | null;
  since: string;
};

const FAMILIES = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const GIVEN = [
  '小明',
  '静',
  '雅婷',
  '建国',
  '子涵',
  '丽',
  '欣怡',
  '伟',
  '梦洁',
  '思远',
  '晓彤',
  '海燕',
  '志强',
];
const CITIES = ['杭州', '上海', '苏州', '宁波', '南京'];
const TIERS: Tier[] = ['important', 'regular', 'occasional', 'occasional', 'regular'];

export const SAMPLES: readonly Sample[] = Array.from({ length: 137 }, (_, at) => ({
  id: `cus_${at + 1}`,
  name: `${FAMILIES[(at * 7) % FAMILIES.length]}${GIVEN[(at * 5) % GIVEN.length]}`,
  phone: `13${at % 10}****${String((at * 3571) % 10_000).padStart(4, '0')}`,
  tier: TIERS[at % TIERS.length] ?? 'occasional',
  city: CITIES[(at * 3) % CITIES.length] ?? '杭州',
  spent: ((at * 98_317) % 523_000) + 1_250,
  orders: ((at * 11) % 24) + 1,
  lastOrder:
    at % 9 === 4
      ? null
      : new Date(Date.UTC(2026, 10, 21 - ((at * 13) % 90), 6, (at * 17) % 60)).toISOString(),
  since: new Date(Date.UTC(2024 + (at % 3), at % 12, (at % 27) + 1, 2)).toISOString(),
}));
