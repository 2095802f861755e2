/** What is expected of a customer in the next year. */
export default {
  title: '预计一年价值',
  what: '今后 12 个月的实付减退款',
  means: '按这位客户自己的下单节奏和客单价，再参照全部客户估出来的平均数；不减商品成本。单个客户可能差很多。',
  alive: '还会再来的可能',
  aliveMeans:
    '活跃概率：隔得越久没来、平时来得越勤，就越可能已经流失。下面小字是估计本身可能偏差多少（95% 区间）。',
  between: '估计误差：{low} 到 {high}',
  orders: '预计一年内下单',
  ordersMeans: '同一天的订单算一次。范围的意思是：十位这样的客户里，大约八位会落在里面。',
  times: '{count} 次',
  mostly: '八成会在 {low} 到 {high} 次之间',
  mostlyOne: '八成是 {low} 次',
  average: '预计平均每次',
  next: '预计下次下单日',
  nextMeans: '到这一天为止，下过单和没下过单的可能一样大。',
  noNext: '一年内多半不会',
  why: '{first} 天前第一次下单，一共 {count} 次，平时大约每 {gap} 天一次；最近一次在 {last} 天前。',
  whyToday: '{first} 天前第一次下单，一共 {count} 次，平时大约每 {gap} 天一次；今天刚下过单。',
  whyOnceToday: '只下过一次单，就在今天；参照其他只买过一次的客户估计。',
  whyOnce: '只下过一次单，在 {last} 天前；参照其他只买过一次的客户估计。',
} as const;
