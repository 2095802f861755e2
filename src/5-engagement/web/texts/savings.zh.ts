/** What messages without a price have saved in SMS. */
export const savings = {
  lead: '企业微信群发和人工发送不按条收费。同样的话如果发短信要花多少，按实际送达的每一条算给您看。',
  period: '统计时间',
  days: '{days} 天',
  amount: '省下的短信费',
  amountMeans: '折合短信条数乘以短信账号的单价，不足一分进一分。',
  messages: '送达',
  messagesMeans:
    '这段时间通过企业微信群发或人工发送送达的消息，每位客户每次算一条。只有图片、没有文字的不算。',
  parts: '折合短信',
  partsMeans:
    '每条消息的文字加上签名，营销消息再加“拒收请回复R”：{single} 字以内算一条，更长的每 {part} 字一条。',
  rule: '单价取最便宜的在用短信账号“{account}”：每千条 {price}，签名【{sign}】。图片和小程序不计价，短信里本来也放不下。',
  noPrice: '还没有单价',
  noPriceWhat: '接入短信账号并填写单价以后，就能算出省下多少钱。现在先看折合多少条。',
  toAccounts: '去接入短信',
  label: '按群发任务',
  unit: '个群发任务',
  name: '群发任务',
  channel: '渠道',
  emptyTitle: '这段时间没有送达的消息',
  emptyWhat: '企业微信群发或人工发送送达以后，这里按条算出省下的短信费。',
  toBroadcasts: '去群发任务',
} as const;
