/** The broadcasts of the last weeks: to whom, what, and how many more of those reached came back for it. */
export type PastBroadcast = {
  name: string;
  segment: SegmentName;
  text: string;
  link: { title: string; description: string; url: string };
  topic: string;
  /** When, in days before now. */
  daysAgo: number;
  /** Whether the shops' latest orders were imported that morning. */
  importedBefore: boolean;
  /** Of those it reached, the share that ordered because of it. */
  lift: number;
  /** The product they came for. */
  sku: string;
  /** Of those it reached, the share that answered. */
  answers: number;
  /** Minutes after which each of the six members confirmed, in the order of the staff; undefined forgot it. */
  confirmedAfter: readonly (number | undefined)[];
};

export type SegmentName =
  | '重要客户·30 天未下单'
  | '本周生日'
  | '价格敏感'
  | '新客·首单后未复购'
  | '湖滨店早餐常客'
  | '可触达的沉睡客户'
  | '近三个月的回头客'
  | '买过两次·还没添加企业微信'
  | '加购后没下单';

export const BROADCASTS: readonly PastBroadcast[] = [
  {
    name: '好久不见，可颂券送你',
    segment: '可触达的沉睡客户',
    text: '好久不见，我是小满面包房的{{member}}。黄油可颂换了新的发酵黄油，给你留了一张免费券，七天内到店就能用，我们一直在老地方。',
    link: {
      title: '一张黄油可颂券',
      description: '七天内有效，到店出示',
      url: 'https://xiaoman.example/croissant',
    },
    topic: '召回',
    daysAgo: 24,
    importedBefore: true,
    lift: 0.14,
    sku: 'ZC01',
    answers: 0.05,
    confirmedAfter: [4, 11, 38, 95, 22, 260],
  },
  {
    name: '节气面包先尝为快',
    segment: '近三个月的回头客',
    text: '新一炉「小满节气限定面包」今天出炉了。常来的客人可以先订，明天到店取，每天只做 40 个。',
    link: {
      title: '小满节气限定面包',
      description: '每天 40 个，先订先得',
      url: 'https://xiaoman.example/season',
    },
    topic: '新品',
    daysAgo: 15,
    importedBefore: false,
    lift: 0.08,
    sku: 'IP01',
    answers: 0.08,
    confirmedAfter: [2, 17, 9, 41, 70, 125],
  },
  {
    name: '会员日：满 60 减 12',
    segment: '价格敏感',
    text: '会员日来啦：今明两天满 60 减 12，一元可颂每人限一个。要带什么回家，回复我帮你留。',
    link: { title: '小满会员日', description: '满 60 减 12', url: 'https://xiaoman.example/member-day' },
    topic: '会员日',
    daysAgo: 6,
    importedBefore: true,
    lift: 0.16,
    sku: 'FL01',
    answers: 0.1,
    confirmedAfter: [6, 24, 13, undefined, 52, 180],
  },
];
