/** The shop's moments of the last days and of the next: what, when, who of the six publishes it and how it is liked. */
export type DemoMoment = {
  kind: 'life' | 'knowledge' | 'benefit' | 'product';
  text: string;
  /** In days before now; below zero they are still to come. */
  daysAgo: number;
  /** Of the day, in Shanghai. */
  minute: number;
  /** Minutes after which each of the six members published it, in the order of the staff; undefined forgot it. */
  publishedAfter: readonly (number | undefined)[];
  /** Of those in whose feed it lies, the share that likes it, and that writes under it. */
  likes: number;
  comments: number;
};

const MORNING = 9 * 60 + 30;
const EVENING = 19 * 60;
const COMING = { publishedAfter: [], likes: 0, comments: 0 };

export const MOMENTS: readonly DemoMoment[] = [
  {
    kind: 'life',
    text: '凌晨四点的湖滨店。第一炉吐司进烤箱的时候，窗外还是黑的，猫已经在门口等了。',
    ...{ daysAgo: 5, minute: MORNING, likes: 0.08, comments: 0.015 },
    publishedAfter: [5, 12, 30, 44, 18, 90],
  },
  {
    kind: 'product',
    text: '黄油可颂今天换了新的发酵黄油，酥皮更薄。三家店下午三点第二炉，想留的跟我说一声。',
    ...{ daysAgo: 4, minute: MORNING, likes: 0.03, comments: 0.008 },
    publishedAfter: [8, 25, 16, 60, 35, 120],
  },
  {
    kind: 'knowledge',
    text: '吐司怎么放不会干？切片装密封袋，当天吃常温，三天内冷冻。复烤 180 度四分钟，和刚出炉差不多。千万别放冷藏。',
    ...{ daysAgo: 3, minute: EVENING, likes: 0.07, comments: 0.012 },
    publishedAfter: [10, 15, 22, 31, 64, 75],
  },
  {
    kind: 'benefit',
    text: '下雨天，店里的热美式请你喝。今天到三家店都可以领一杯，不用买东西，躲躲雨也好。',
    ...{ daysAgo: 2, minute: MORNING, likes: 0.09, comments: 0.02 },
    publishedAfter: [3, 9, 14, 26, 11, 40],
  },
  {
    kind: 'product',
    text: '「小满节气限定面包」最后一周。核桃和桂圆是本周新到的，每天只做 40 个。',
    ...{ daysAgo: 1, minute: MORNING, likes: 0.03, comments: 0.006 },
    publishedAfter: [6, 20, 33, undefined, 50, undefined],
  },
  {
    kind: 'product',
    text: '生日蛋糕可以提前三天订了，六寸起，奶油可以选动物奶油或酸奶。',
    ...{ daysAgo: -1, minute: MORNING, ...COMING },
  },
  {
    kind: 'product',
    text: '会员日预告：满 60 减 12，一元可颂每人限一个。',
    ...{ daysAgo: -2, minute: EVENING, ...COMING },
  },
  {
    kind: 'life',
    text: '阿姨们今天学做司康，第一盘全糊了，第二盘抢光了。',
    ...{ daysAgo: -3, minute: MORNING, ...COMING },
  },
  {
    kind: 'knowledge',
    text: '为什么欧包要放凉再切？刚出炉的面包还在“呼吸”，放两小时，组织才会稳定。',
    ...{ daysAgo: -5, minute: EVENING, ...COMING },
  },
];

/** What a member posts without being asked. */
export const OWN_MOMENT = {
  userid: 'shen.yi',
  text: '城西店门口的桂花开了，今天的面包都有点香。',
  daysAgo: 2,
};

export const COMMENTS = ['看着就香', '还有吗？', '明天来', '猫猫！', '学到了', '太远了，羡慕'];
