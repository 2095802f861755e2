/** Limits of moments and of the product album (商品图册). */
export const contentRules = {
  productsRow: '朋友圈里产品内容最多连续',
  momentsDay: '每位客户每天最多看到企业成员的朋友圈',
  momentsMonth: '每月最多创建客户朋友圈',
  albumDescription: '商品图册的商品描述最长',
  albumPrice: '商品图册的商品价格最高',
  albumNumber: '商品图册的商品编码最长',
} as const;
