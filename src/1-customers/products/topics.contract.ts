/** When the words were last looked through, against the reasons that Taobao, Douyin and Youzan offer to buyers. */
export const TOPICS_AS_OF = '2026-11-22';

/**
 * What a refund is about, by the words of its reason: the first topic one of whose words is in it. A reason without any
 * of them is `other`, none at all `unsaid`. Blaming the product: the ones that no campaign can mend.
 */
export const TOPICS = {
  safety: {
    blames: true,
    words: [
      ...['过敏', '红肿', '起疹', '发痒', '瘙痒', '刺痛', '不适', '不舒服', '拉肚子', '腹泻', '呕吐', '恶心'],
      ...['吃坏', '中毒', '烂脸'],
    ],
  },
  quality: {
    blames: true,
    words: [
      ...[
        '质量',
        '品质',
        '瑕疵',
        '变质',
        '过期',
        '临期',
        '发霉',
        '异味',
        '异物',
        '虫',
        '坏了',
        '损坏',
        '故障',
      ],
      ...['掉色', '褪色', '起球', '开线', '开胶', '做工', '假货', '假冒', '不新鲜', '难吃', '口感', '口味不'],
    ],
  },
  description: {
    blames: true,
    words: ['描述', '不符', '色差', '货不对板', '图文', '图片', '实物', '效果', '虚假', '夸大', '生产日期'],
  },
  size: {
    blames: false,
    words: ['尺码', '尺寸', '大小', '偏大', '偏小', '太大', '太小', '不合身', '不合脚', '不合适'],
  },
  logistics: {
    blames: false,
    words: [
      ...[
        '物流',
        '快递',
        '配送',
        '发货',
        '送达',
        '未收到',
        '没收到',
        '没有收到',
        '丢件',
        '空包',
        '少件',
        '少发',
      ],
      ...['漏发', '错发', '发错', '破损', '压坏', '融化', '缺货'],
    ],
  },
  price: { blames: false, words: ['降价', '差价', '买贵', '优惠', '价格', '红包', '优惠券'] },
  mind: {
    blames: false,
    words: ['无理由', '不想要', '不喜欢', '不需要', '拍错', '多拍', '误拍', '重拍', '拍多', '信息填写错误'],
  },
} as const;
export const ALL_TOPICS = [...(Object.keys(TOPICS) as (keyof typeof TOPICS)[]), 'other', 'unsaid'] as const;
export type Topic = (typeof ALL_TOPICS)[number];

/** The dictionary as rows, in the order in which words are looked for. */
export const TOPIC_WORDS = Object.entries(TOPICS).flatMap(([topic, { words, blames }]) =>
  words.map(word => ({ topic, word, blames })),
);

/** Whether a topic blames the product itself. */
export function isBlamed(topic: Topic): boolean {
  return topic !== 'other' && topic !== 'unsaid' && TOPICS[topic].blames;
}
