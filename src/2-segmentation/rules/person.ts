import type { Calendar } from './calendar.ts';
import type { Teams } from './teams.ts';

/** What rules know of one person, as the truth store has it. `undefined` and `null` both mean "not known". */
export type PersonFacts = {
  attributes: {
    name: string;
    gender: number;
    birthday: string | null;
    province: string;
    city: string;
    source: string;
    createdAt: Date | null;
    followed: boolean;
    followedAt: Date | null;
    members: readonly number[];
    owner: readonly number[];
    knownOn: readonly number[];
    hasPhone: boolean;
    minor: boolean;
    nextFollowUp: string | null;
    tier: string;
    r: number;
    f: number;
    m: number;
    value: number;
    orders: number;
    paid: number;
    refunded: number;
    firstOrderAt: Date | null;
    lastOrderAt: Date | null;
  };
  tags: ReadonlySet<number>;
  orders: readonly PersonOrder[];
  events: readonly PersonEvent[];
  facts: ReadonlyMap<string, { num: number | null; str: string | null; at: Date | null }>;
  contacts: readonly PersonContact[];
  /** The newest word for each purpose on each channel. */
  consents: readonly { purpose: string; channel: string; given: boolean }[];
  follows: readonly PersonFollow[];
  /** Everybody's: who is in which team. */
  teams: Teams;
  /** Everybody's: when the holidays are. */
  calendar: Calendar;
  segments: ReadonlySet<number>;
  /** Whether the gate would let a message through today, quiet hours aside. */
  reachable: boolean;
};

export type PersonOrder = {
  accountId: number;
  orderedAt: Date;
  refund: string;
  /** Refunded in full: counts only where full refunds are asked for. */
  closed: boolean;
  discount: number;
  paid: number;
  refunded: number;
  quantity: number;
  items: readonly PersonItem[];
};

export type PersonItem = {
  productId: number | null;
  /** The product's role, now. */
  role: string | null;
  name: string;
  quantity: number;
  amount: number;
  refunded: number;
};

export type PersonEvent = { type: string; at: Date; data: Record<string, unknown> };

export type PersonFollow = {
  id: number;
  accountId: number;
  memberId: number;
  way: number;
  code: string;
  followedAt: Date;
  endedAt: Date | null;
  endedBy: string;
  firstAt: Date;
  firstWay: number;
  firstCode: string;
};

/** One that the gate counts. */
export type PersonContact = { channel: string; purpose: string; slot: Date };
