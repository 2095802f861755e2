import type { Fen } from '#platform/money.ts';

/** A thing bought, as one row of a file tells it. */
export type OrderItem = {
  /** The shop's number of this line, by which its refunds name it. */
  subOrderNo: string | undefined;
  /** The shop's id of the product. */
  externalId: string | undefined;
  /** The merchant's own code. */
  sku: string | undefined;
  /** Colour, size and the like, in words. */
  spec: string | undefined;
  name: string;
  /** At least 1. */
  quantity: number;
  price: Fen;
  /** What the line costs the buyer: as the file says, otherwise price × quantity. */
  amount: Fen;
  refunded: Fen;
};

/**
 * One row of an order file. An order may have several; `orderOf` (order-totals.ts) says how they make one order.
 *
 * Order-level amounts are undefined when the file (or this row) does not say. `amountsPer: 'order'`: they are the whole
 * order's, on every row or only the first, so the first defined one counts; `'line'`: they are this line's share and
 * are added up.
 */
export type OrderLine = {
  kind: 'order';
  rowNo: number;
  orderNo: string;
  orderedAt: Date;
  paidAt: Date | undefined;
  completedAt: Date | undefined;
  payment: 'due' | 'paid' | 'closed';
  fulfilment: 'none' | 'processing' | 'shipped' | 'delivered';
  refund: 'none' | 'partial' | 'full';
  statusText: string | undefined;
  amountsPer: 'order' | 'line';
  goods: Fen | undefined;
  freight: Fen | undefined;
  discount: Fen | undefined;
  paid: Fen | undefined;
  refunded: Fen | undefined;
  quantity: number | undefined;
  /** The shop's id of the buyer; never a masked one. */
  buyer: string | undefined;
  buyerName: string | undefined;
  /** E.164. */
  buyerPhone: string | undefined;
  receiverName: string | undefined;
  /** E.164. */
  receiverPhone: string | undefined;
  /** Masked or temporary numbers: to be shown, never an identity. */
  maskedPhone: string | undefined;
  province: string | undefined;
  city: string | undefined;
  /** 导购. */
  memberName: string | undefined;
  /** 分销员, who gets the commission. */
  distributorName: string | undefined;
  source: string | undefined;
  item: OrderItem | undefined;
  currency: string;
};

/** One row of a file that tells only what was bought (宝贝报表): it replaces the items of the order. */
export type ItemLine = {
  kind: 'item';
  rowNo: number;
  orderNo: string;
  statusText: string | undefined;
  item: OrderItem;
};

/** Money that went back, or is asked back. */
export type RefundLine = {
  kind: 'refund';
  rowNo: number;
  refundNo: string;
  /** 1, 2, … for the rows of one refund number: with it the key that makes a second import change nothing. */
  line: number;
  /** Undefined for a cancellation that does not name the order (the buyer and the item are then the clue). */
  orderNo: string | undefined;
  subOrderNo: string | undefined;
  buyer: string | undefined;
  status: 'open' | 'done' | 'closed';
  statusText: string | undefined;
  /** 退款类型 in the shop's words, e.g. 退货退款. */
  refundKind: string | undefined;
  amount: Fen;
  appliedAt: Date | undefined;
  finishedAt: Date | undefined;
  reason: string | undefined;
  item: {
    externalId: string | undefined;
    sku: string | undefined;
    name: string | undefined;
    quantity: number | undefined;
  };
  currency: string;
};

export type CustomerLine = {
  kind: 'customer';
  rowNo: number;
  /** The shop's id of the customer. */
  externalId: string | undefined;
  memberCard: string | undefined;
  name: string | undefined;
  nickname: string | undefined;
  /** E.164. */
  phone: string | undefined;
  maskedPhone: string | undefined;
  /** 1 man, 2 woman. */
  gender: 1 | 2 | undefined;
  /** `yyyy-MM-dd`. */
  birthday: string | undefined;
  /** By which lunar day it is kept (platform/lunar.ts). */
  lunarBirthday?: string | undefined;
  province: string | undefined;
  city: string | undefined;
  tags: string[];
  note: string | undefined;
  level: string | undefined;
  points: number | undefined;
  balance: Fen | undefined;
  orderCount: number | undefined;
  orderAmount: Fen | undefined;
  memberName: string | undefined;
  distributorName: string | undefined;
  source: string | undefined;
  becameCustomerAt: Date | undefined;
  becameMemberAt: Date | undefined;
  /** Further columns under the shop's own names, for `customers.custom`. */
  custom: Record<string, string>;
  /** What the file says of the customers' own fields, by the field's id. */
  fields: { id: number; value: string }[];
};

export type ImportRecord = OrderLine | ItemLine | RefundLine | CustomerLine;
