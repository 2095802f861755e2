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
type Province = { name: string; isCity: boolean; written: string[] };

const BY_START = new Map(PROVINCES.map(name => [name.slice(0, 2), provinceOf(name)]));

/** With the ways it is written, the longest first: 广西壮族自治区, 广西自治区, 广西省, 广西. */
function provinceOf(name: string): Province {
  const short = name.replace(/(壮族|回族|维吾尔)?(自治区|省|特别行政区|市)$/, '');
  const written = [name, ...['自治区', '省', '市', ''].map(ending => short + ending)];
  return { name, isCity: /^(北京|天津|上海|重庆)/.test(name), written };
}

export type Place = { province: string | undefined; city: string | undefined };

const NOWHERE: Place = { province: undefined, city: undefined };

/** The full name of a Chinese province however a shop shortens it; other names as they are. */
export function provinceName(text: string): string {
  return BY_START.get(text.slice(0, 2))?.name ?? text;
}

/** Province and city at the head of an address; nothing when it does not start with a province. */
export function placeOf(address: string): Place {
  if (address === '') return NOWHERE;
  const province = BY_START.get(address.slice(0, 2));
  const written = province?.written.find(way => address.startsWith(way));
  if (!province || written === undefined) return NOWHERE;
  if (province.isCity) return { province: province.name, city: province.name };
  const city = /^[^\s]{1,12}?(?:市|自治州|地区|盟)/.exec(address.slice(written.length).trimStart())?.[0];
  return { province: province.name, city };
}
