import type { Words } from '#platform/contract.ts';
import { type SmsVendor, templateVariables } from './places.contract.ts';

export type Issue = { code: string; words: Words };
type Text = { vendor: SmsVendor; kind: 'marketing' | 'transactional'; text: string };

/** A text that a rule forbids. `vendor`: whose rule it is; none: the law's, for all. */
type Forbidden = Issue & { vendor?: SmsVendor; found: RegExp };

const tencent = (code: string, found: RegExp, zh: string, en: string): Forbidden => ({
  ...{ vendor: 'tencent' as const, code, found },
  words: {
    zh: `腾讯云不审批${zh}的短信（文档 382/39023）。`,
    en: `Tencent Cloud does not approve texts that ${en} (document 382/39023).`,
  },
});

/** Tencent's reasons to reject: cloud.tencent.com/document/product/382/39023 of 2025-06-17 (CHANNELS.md E.3). */
const FORBIDDEN: readonly Forbidden[] = [
  tencent(
    'wechat',
    /微信|薇信|威信|VX|加\s*V|QQ|扣扣|企微|加群|进群|入群|社群/i,
    '引导添加微信、QQ 或进群',
    'ask people to add WeChat or QQ or to join a group',
  ),
  tencent(
    'coupon',
    /优惠券|代金券|抵用券|现金券|红包|领券|满减券|折扣券/,
    '推销优惠券或红包',
    'promote coupons or red packets',
  ),
  tencent('points', /积分/, '积分兑换或清零', 'speak of redeeming points'),
  tencent(
    'recruit',
    /邀请好友|推荐好友|注册(即|就)?(送|领|有礼)|新人(专享|礼包|福利)|拉新/,
    '拉新获客',
    'recruit new customers',
  ),
  tencent(
    'win_back',
    /好久不见|许久不见|想念|召回|回归(礼|有礼|福利)|等您?回来|老(客户|用户|朋友)回/,
    '召回流失客户',
    'win customers back',
  ),
  tencent('good_review', /好评|五星|晒单|晒图/, '索要好评', 'ask for good reviews'),
  tencent('cashback', /返现|返利|返还现金/, '返现', 'promise cashback'),
  tencent('survey', /问卷|调研|调查|满意度/, '问卷调查', 'invite to surveys'),
  tencent('visit', /到店|进店|莅临|光临|来店/, '邀约到店', 'invite people to a store'),
  tencent(
    'mini_program',
    /小程序|公众号|服务号/,
    '推广小程序或公众号',
    'promote mini programs or official accounts',
  ),
  {
    code: 'paid_review',
    found: /好评返现|五星返|晒图返|晒单返|点赞返|好评(送|领|有礼)/,
    words: {
      zh: '以返现或礼品换好评违反《网络反不正当竞争暂行规定》第九条。',
      en: 'Rewards for good reviews break article 9 of the rules on unfair competition online.',
    },
  },
];

const OPT_OUT = /拒收请回复R$/;
const SHORT_LINK =
  /(t\.cn|url\.cn|dwz\.(cn|date)|suo\.(im|nz)|tinyurl\.com|bit\.ly|mrw\.so|c1ns\.cn|w\.url\.cn)\//i;
/** A link with a place in it: `https://x.cn/${id}`. */
const VARIABLE_LINK = /[a-z0-9-]+\.[a-z]{2,}(\/[^\s，。；、】]*)?(\$\{|\{\d)/i;

/** All that stands against a text, in words; nothing means that it may be kept. Approval itself is the vendor's. */
export function issuesOf(template: Text, characters: number, max: number): Issue[] {
  const { vendor, kind, text } = template;
  const forbidden = FORBIDDEN.filter(rule => (rule.vendor ?? vendor) === vendor && rule.found.test(text));
  return [
    ...(characters > max ? [tooLong(characters, max)] : []),
    ...placeIssues(template),
    ...(kind === 'marketing' && !OPT_OUT.test(text.trim()) ? [NO_OPT_OUT] : []),
    ...(/【|】/.test(text) ? [SIGNED] : []),
    ...(vendor === 'tencent' && SHORT_LINK.test(text) ? [SHORTENED] : []),
    ...(vendor === 'tencent' && VARIABLE_LINK.test(text) ? [CHANGING] : []),
    ...forbidden.map(({ code, words }) => ({ code, words })),
  ];
}

/** Places of the other vendor's kind would be read as they stand; Tencent's are numbered without gaps. */
function placeIssues({ vendor, text }: Text): Issue[] {
  const variables = templateVariables(text, vendor);
  const foreign = vendor === 'aliyun' ? /(?<!\$)\{\d{1,2}\}/.test(text) : /\$\{/.test(text);
  const hasGaps = vendor === 'tencent' && variables.some((name, index) => Number(name) !== index + 1);
  return [...(foreign ? [FOREIGN[vendor]] : []), ...(hasGaps ? [GAPS] : [])];
}

const tooLong = (characters: number, max: number): Issue => ({
  code: 'too_long',
  words: {
    zh: `含签名 ${characters} 字，最多 ${max} 字。`,
    en: `${characters} characters with the signature; ${max} at most.`,
  },
});
const NO_OPT_OUT: Issue = {
  code: 'no_opt_out',
  words: {
    zh: '营销短信结尾要写“拒收请回复R”。',
    en: 'Marketing must end with “拒收请回复R”, the way to opt out.',
  },
};
const SIGNED: Issue = {
  code: 'signed',
  words: {
    zh: '不要写签名，服务商会自动加在前面。',
    en: 'Leave out the signature; the vendor puts it before the text.',
  },
};
const SHORTENED: Issue = {
  code: 'short_link',
  words: {
    zh: '腾讯云不接受短链接，请用已备案的完整网址。',
    en: 'Tencent Cloud takes no short links; write the whole ICP-filed address.',
  },
};
const CHANGING: Issue = {
  code: 'variable_link',
  words: {
    zh: '腾讯云不接受带变量的链接，网址必须固定。',
    en: 'Tencent Cloud takes no variables in links; the address must be constant.',
  },
};
const FOREIGN: Record<SmsVendor, Issue> = {
  aliyun: {
    code: 'foreign_place',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the vendor writes its places so
    words: { zh: '阿里云的变量写成 ${name}。', en: 'Aliyun’s variables are written ${name}.' },
  },
  tencent: {
    code: 'foreign_place',
    words: { zh: '腾讯云的变量写成 {1}、{2}。', en: 'Tencent Cloud’s variables are written {1}, {2}.' },
  },
};
const GAPS: Issue = {
  code: 'gaps',
  words: {
    zh: '腾讯云的变量从 {1} 起连续编号。',
    en: 'Tencent Cloud’s variables are numbered from {1} on without gaps.',
  },
};
