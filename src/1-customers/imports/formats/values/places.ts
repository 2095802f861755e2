const PROVINCES = [
  ...[
    '北京市',
    '天津市',
    '河北省',
    '山西省',
    '内蒙古自治区',
    '辽宁省',
    '吉林省',
    '黑龙江省',
    '上海市',
    '江苏省',
    '浙江省',
  ],
  ...[
    '安徽省',
    '福建省',
    '江西省',
    '山东省',
    '河南省',
    '湖北省',
    '湖南省',
    '广东省',
    '广西壮族自治区',
    '海南省',
    '重庆市',
  ],
  ...[
    '四川省',
    '贵州省',
    '云南省',
    '西藏自治区',
    '陕西省',
    '甘肃省',
    '青海省',
    '宁夏回族自治区',
    '新疆维吾尔自治区',
  ],
  ...['台湾省', '香港特别行政区', '澳门特别行政区'],
];
const BY_START = new Map(PROVINCES.map(province => [province.slice(0, 2), province]));
const MUNICIPALITY = /^(北京|天津|上海|重庆)市$/;

export type Place = { province: string | undefined; city: string | undefined };

/** The full name of a Chinese province however a shop shortens it; other names as they are. */
export function provinceName(text: string): string {
  return BY_START.get(text.slice(0, 2)) ?? text;
}

/** Province and city at the head of an address; nothing when it does not start with a province. */
export function placeOf(address: string): Place {
  const head = BY_START.get(address.slice(0, 2));
  if (!head) return { province: undefined, city: undefined };
  if (MUNICIPALITY.test(head)) return { province: head, city: head };
  const short = head.replace(/(壮族|回族|维吾尔)?自治区$|省$|特别行政区$/, '');
  const rest = address.replace(new RegExp(`^${short}(?:壮族|回族|维吾尔)?(?:自治区|省|特别行政区)?\\s*`), '');
  const city = /^[^\s]{1,12}?(?:市|自治州|地区|盟)/.exec(rest)?.[0];
  return { province: head, city };
}
