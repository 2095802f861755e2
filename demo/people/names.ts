import { pick, type Random } from '#platform/random.ts';
import { happens, weighted } from './chance.ts';

/** Surnames by how many of ten thousand Chinese bear them (Ministry of Public Security, 2020 name report, rounded). */
const SURNAMES = (
  '王730 李720 张680 刘520 陈480 杨310 黄230 赵220 吴210 周200 徐150 孙150 马130 朱130 胡120 郭110 何110 林110 ' +
  '罗100 高100 郑95 梁85 谢80 宋80 唐75 许75 韩70 邓70 冯65 曹65 彭60 曾60 沈60 潘55 袁55 蒋55 余50 金50 叶50 ' +
  '方45 俞30 钱30 章30 楼20 毛20 裘10 欧阳8 诸葛3'
)
  .split(' ')
  .map(entry => {
    const [, name = '', weight = '0'] = /^(\D+)(\d+)$/.exec(entry) ?? [];
    return { name, weight: Number(weight) };
  });

/** Given names as each generation's parents chose them: a first and a last character, or a whole name. */
type Fashion = { until: number; men: Given; women: Given };
type Given = { first: string[]; last: string[]; whole: string[]; wholeShare: number };

const given = (first: string, last: string, whole: string, wholeShare: number): Given => ({
  first: [...first],
  last: [...last],
  whole: whole.split(' '),
  wholeShare,
});

const FASHIONS: readonly Fashion[] = [
  {
    until: 1970,
    men: given('建国志永德文卫正荣', '华国军民平强生林明', '伟 勇 军 建平 国强 志明', 0.3),
    women: given('秀玉桂美春素惠爱月', '英珍兰芳华琴珠娥萍', '敏 红 丽华 秀英 玉兰', 0.3),
  },
  {
    until: 1980,
    men: given('建志国晓海永卫文', '军峰明刚斌伟东平', '强 勇 斌 涛 军 磊', 0.4),
    women: given('丽晓海玉雪春燕亚', '萍红霞娟芳琴燕敏', '静 艳 敏 燕 红 丽', 0.4),
  },
  {
    until: 1990,
    men: given('晓志俊海文宇建立', '鹏飞峰龙明杰辉斌', '伟 磊 超 鹏 浩 凯 杰 波', 0.45),
    women: given('晓丽雅文婷海佳慧', '娜婷洁莉琳燕敏倩', '静 婷 雪 倩 丹 颖 琳 娜', 0.45),
  },
  {
    until: 2000,
    men: given('俊嘉子思宇志天文', '杰豪伟凡轩航宇鑫', '浩然 俊杰 宇航 晨 帅 鑫 博文', 0.4),
    women: given('雨思佳欣梦雅晓子', '婷怡琪雯颖涵洁瑶', '欣怡 雨婷 思琪 悦 慧 雪 佳怡', 0.4),
  },
  {
    until: 9999,
    men: given('子浩宇梓一俊泽奕', '轩然涵睿辰泽宸航', '浩宇 子轩 宇轩 浩然 梓豪', 0.35),
    women: given('梓欣诗雨一思可语', '涵怡妍彤诺萱欣琪', '梓涵 欣怡 一诺 诗涵 雨桐', 0.35),
  },
];

export function nameOf(random: Random, gender: 1 | 2, birthYear: number): string {
  const surname = weighted(random, SURNAMES, one => one.weight).name;
  const fashion = FASHIONS.find(one => birthYear < one.until) ?? FASHIONS[0];
  const style = gender === 1 ? fashion?.men : fashion?.women;
  if (!style) return surname;
  if (happens(random, style.wholeShare)) return surname + pick(random, style.whole);
  return surname + pick(random, style.first) + pick(random, style.last);
}

const NICKNAMES = (
  '一只小熊 橙子妈妈 阳光正好 Lily 麦田守望者 半糖去冰 西湖边的猫 小鱼儿 Amy 晚风 豆豆爸 Vivian 好好吃饭 ' +
  '奶茶续命中 青山 桃子汽水 Kevin 平安喜乐 糯米团子 小确幸 Jason 云朵面包 今天也要加油 一一妈妈 Coco'
).split(' ');

/** What somebody calls themselves on WeChat: most their name, or a part of it. */
export function nicknameOf(random: Random, name: string): string {
  const kind = random.next();
  if (kind < 0.6) return name;
  const last = name.at(-1) ?? name;
  return kind < 0.75 ? `${last}${last}` : pick(random, NICKNAMES);
}
