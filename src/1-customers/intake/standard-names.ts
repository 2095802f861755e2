/**
 * Chinese names for what everybody tracks, so that a new source reads well from its first day: the calls that have no
 * name of their own, and Segment's ecommerce events (Spec: V2 Ecommerce Events), in its spelling and in snake_case.
 */
const NAMES: Record<string, string> = {
  identified: '识别身份',
  page_viewed: '浏览页面',
  screen_viewed: '浏览小程序或应用页面',
  group_joined: '加入群组',
  aliased: '合并标识',
  products_searched: '搜索商品',
  product_list_viewed: '浏览商品列表',
  product_list_filtered: '筛选商品列表',
  promotion_viewed: '看到活动',
  promotion_clicked: '点击活动',
  product_clicked: '点击商品',
  product_viewed: '浏览商品',
  product_added: '加入购物车',
  product_removed: '移出购物车',
  cart_viewed: '查看购物车',
  checkout_started: '开始结算',
  checkout_step_viewed: '查看结算步骤',
  checkout_step_completed: '完成结算步骤',
  payment_info_entered: '填写支付信息',
  order_told: '告知订单号',
  order_updated: '订单更新',
  order_completed: '完成订单',
  order_refunded: '订单退款',
  order_cancelled: '取消订单',
  coupon_entered: '输入优惠券',
  coupon_applied: '使用优惠券',
  coupon_denied: '优惠券不可用',
  coupon_removed: '取消优惠券',
  product_added_to_wishlist: '加入收藏',
  product_removed_from_wishlist: '取消收藏',
  wishlist_product_added_to_cart: '收藏加入购物车',
  product_shared: '分享商品',
  cart_shared: '分享购物车',
  product_reviewed: '评价商品',
  signed_up: '注册',
  signed_in: '登录',
  signed_out: '退出登录',
  application_installed: '安装应用',
  application_opened: '打开应用',
};

export function standardName(event: string): string | null {
  return NAMES[event.toLowerCase().replaceAll(' ', '_')] ?? null;
}
