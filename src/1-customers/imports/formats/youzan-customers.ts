import { type Format, headerOf } from './format.ts';

/** Youzan's customer list; it ends with an empty column. */
export const YOUZAN_CUSTOMERS: Format = {
  code: 'youzan_customers',
  kind: 'customers',
  name: { zh: '有赞客户', en: 'Youzan customer file' },
  header: headerOf(
    '客户姓名,客户昵称,客户手机号,客户生日,客户性别,标签,是否会员,成长值,免费等级,付费等级,权益卡,客户积分,客户储值余额,消费次数,' +
      '消费金额,累计退款金额,累计退款订单数,笔单价,上次消费时间,分销员,导购员,企微好友,来源渠道,来源方式,成为客户时间,成为会员时间,' +
      '成为会员店铺,公众号,公众号关注时间,最近浏览时间,微信地域,所属区域,指定时间消费次数,指定时间消费金额,',
  ),
  required: ['phone', 'becameCustomerAt'],
  columns: {
    name: '客户姓名',
    nickname: '客户昵称',
    phone: '客户手机号',
    birthday: '客户生日',
    gender: '客户性别',
    tags: '标签',
    level: { filled: ['免费等级', '付费等级'] },
    points: '客户积分',
    balance: '客户储值余额',
    orderCount: '消费次数',
    orderAmount: '消费金额',
    distributorName: '分销员',
    memberName: '导购员',
    source: { filled: ['来源渠道', '来源方式'] },
    becameCustomerAt: '成为客户时间',
    becameMemberAt: '成为会员时间',
    address: { filled: ['所属区域', '微信地域'] },
  },
  custom: [
    '是否会员',
    '成长值',
    '付费等级',
    '权益卡',
    '累计退款金额',
    '上次消费时间',
    '来源方式',
    '成为会员店铺',
    '公众号',
  ],
};
