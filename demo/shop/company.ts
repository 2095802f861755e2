/** The invented bakery 「小满面包房」: three shops in Hangzhou and two online. Nobody's, on purpose. */
export const COMPANY = '小满面包房';

export type StoreCode = 'hubin' | 'binjiang' | 'chengxi';
export type ShopCode = StoreCode | 'mall' | 'tmall';

export type Shop = {
  code: ShopCode;
  name: string;
  /** What the shop runs on; `store` is our own till. */
  platform: 'store' | 'youzan' | 'taobao';
  /** Begins its order numbers and member cards. */
  prefix: string;
};

export const SHOPS: readonly Shop[] = [
  { code: 'hubin', name: '湖滨店', platform: 'store', prefix: 'HB' },
  { code: 'binjiang', name: '滨江店', platform: 'store', prefix: 'BJ' },
  { code: 'chengxi', name: '城西店', platform: 'store', prefix: 'CX' },
  { code: 'mall', name: '小满有赞商城', platform: 'youzan', prefix: 'E' },
  { code: 'tmall', name: '小满天猫旗舰店', platform: 'taobao', prefix: 'T' },
];

export const STORES: readonly StoreCode[] = ['hubin', 'binjiang', 'chengxi'];

export function shopOf(code: ShopCode): Shop {
  const shop = SHOPS.find(one => one.code === code);
  if (!shop) throw new Error(`No shop ${code}`);
  return shop;
}

/** Where customers live: each district with the shop around the corner and how many of them come from there. */
export const DISTRICTS: readonly { name: string; store: StoreCode; weight: number; streets: string[] }[] = [
  { name: '上城区', store: 'hubin', weight: 20, streets: ['解放路', '中河中路', '望江路', '复兴路'] },
  { name: '拱墅区', store: 'hubin', weight: 16, streets: ['莫干山路', '湖墅南路', '大关路', '文晖路'] },
  { name: '西湖区', store: 'chengxi', weight: 20, streets: ['文三路', '古翠路', '竞舟路', '文一西路'] },
  { name: '余杭区', store: 'chengxi', weight: 14, streets: ['高教路', '五常大道', '良睦路', '文一西路'] },
  { name: '滨江区', store: 'binjiang', weight: 16, streets: ['江南大道', '滨盛路', '西兴路', '长河路'] },
  { name: '萧山区', store: 'binjiang', weight: 9, streets: ['市心中路', '金城路', '建设一路', '博奥路'] },
  { name: '临平区', store: 'hubin', weight: 3, streets: ['南苑街', '迎宾路'] },
  { name: '钱塘区', store: 'binjiang', weight: 2, streets: ['金沙大道', '学源街'] },
];

/** The corp in the simulator. */
export const CORP = {
  corpid: 'ww_xiaoman_demo',
  agentid: 1_000_002,
  app: '小满私域助手',
  secret: 'demo-secret-of-the-simulator',
  callbackToken: 'XiaomanDemo',
  /** 43 characters, the base64 of 32 bytes. */
  callbackKey: 'XiaomanMianbaofangDemoDemoDemoDemoDemoDemoA',
} as const;
