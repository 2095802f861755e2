import { aliveProbability, daysToNextOrder, expectedOrders, type PurchaseModel } from './model/bg-nbd.ts';
import { type History, weeks } from './model/histories.ts';

/** What is foretold is a year. */
export const HORIZON = weeks(365);
const MONTHS = 12;

export type Outlook = {
  alive: number;
  /** In a year. */
  orders: number;
  /** The same, each order discounted to today. */
  worth: number;
  /** Days from now; undefined beyond a year. */
  nextDays: number | undefined;
};

/** What the model says of a history. `discount` is a year's, as a share; orders are taken to come in mid-month. */
export function outlookOf(model: PurchaseModel, history: History, discount: number): Outlook {
  const orders = expectedOrders(model, history, HORIZON);
  const days = daysToNextOrder(model, history);
  return {
    alive: aliveProbability(model, history),
    orders,
    worth: discount === 0 ? orders : discounted(model, history, discount),
    nextDays: days === undefined || days > 365 ? undefined : Math.ceil(days),
  };
}

function discounted(model: PurchaseModel, history: History, discount: number): number {
  let [worth, before] = [0, 0];
  for (let month = 1; month <= MONTHS; month++) {
    const until = expectedOrders(model, history, (HORIZON * month) / MONTHS);
    worth += (until - before) / (1 + discount) ** ((month - 0.5) / MONTHS);
    before = until;
  }
  return worth;
}
