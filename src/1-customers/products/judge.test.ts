import { expect, test } from 'vitest';
import { compare, type Figures, health, lowerBound, marginOf, suggest } from './judge.ts';
import { ALL_TOPICS, TOPIC_WORDS } from './topics.contract.ts';

const NONE: Figures = {
  ...{ orders: 0, pieces: 0, buyers: 0, fresh: 0, amount: 0, refunded: 0, returned: 0 },
  ...{ cohort: 0, repeated: 0, complaints: 0, costed: 0, cost: 0 },
};
const own = (over: Partial<Figures>): Figures => ({
  ...NONE,
  orders: 100,
  pieces: 100,
  buyers: 100,
  ...over,
});
/** A shop whose other products go for 20 yuan, leave 60 %, are in every fifth first order, and half come back for. */
const shop = {
  others: own({
    ...{ orders: 1_000, pieces: 1_000, buyers: 800, fresh: 160, amount: 2_000_000, returned: 20 },
    ...{ cohort: 400, repeated: 80, costed: 2_000_000, cost: 800_000, complaints: 5 },
  }),
  middlePrice: 2_000,
  averageAmount: 150_000,
};

test('the lower bound is Wilson’s', () => {
  // Newcombe 1998, table I: 81 of 263 has 0.2553 to 0.3662; 15 of 148 has 0.0624 to 0.1605; 0 of 20 begins at 0.
  expect(lowerBound(81, 263, 1.959964)).toBeCloseTo(0.2553, 4);
  expect(lowerBound(15, 148, 1.959964)).toBeCloseTo(0.0624, 4);
  expect(lowerBound(0, 20)).toBe(0);
  expect(lowerBound(3, 0)).toBe(0);
});

test('marketing cannot mend what goes back far more often than the rest of the shop, if enough of it was sold', () => {
  const returned = (orders: number, returned: number) => health(own({ orders, returned }), shop).returns;
  // The shop's other products: 2 %. The line: 3 %. 8 of 100 is at least 4.1 %, 6 of 100 only at least 2.8 %.
  expect(returned(100, 8)).toMatchObject({ isAbove: true, rate: 0.08, others: 0.02, line: 0.03 });
  expect(returned(100, 6)).toMatchObject({ isAbove: false });
  // 12 of 29 are too few orders to say anything.
  expect(returned(29, 12)).toMatchObject({ isAbove: false, rate: null });
  expect(returned(30, 12).isAbove).toBe(true);
  expect(health(own({ complaints: 9 }), shop)).toMatchObject({
    unmendable: true,
    returns: { isAbove: false },
    complaints: { isAbove: true },
  });
});

test('without others to compare with nothing is said; where these never come back, the floor is the line', () => {
  expect(compare(50, 100, { hits: 0, of: 29 })).toMatchObject({ others: null, isAbove: false });
  expect(compare(4, 100, { hits: 0, of: 500 })).toMatchObject({ line: 0.02, isAbove: false });
  expect(compare(9, 100, { hits: 0, of: 500 })).toMatchObject({ line: 0.02, isAbove: true });
});

const earning = (unit: number, margin: number, pieces = 100): Partial<Figures> => ({
  ...{ pieces, amount: unit * pieces, costed: unit * pieces, cost: Math.round(unit * pieces * (1 - margin)) },
});

test('each role is suggested for its own reasons', () => {
  expect(suggest(own({ ...earning(300, -0.6), fresh: 60 }), shop)).toMatchObject({
    role: 'benefit',
    reasons: [{ what: 'price', own: 300, shop: 2_000 }, { what: 'margin' }],
  });
  expect(suggest(own({ ...earning(1_200, 0.4), fresh: 40 }), shop)).toEqual({
    role: 'traffic',
    reasons: [
      { what: 'fresh', own: 0.4, shop: 0.2 },
      { what: 'price', own: 1_200, shop: 2_000 },
      { what: 'margin', own: 0.4, shop: 0.6 },
    ],
  });
  expect(suggest(own({ ...earning(4_000, 0.7), cohort: 40, repeated: 16 }), shop)).toMatchObject({
    role: 'ip',
    reasons: [{ what: 'repeat', own: 0.4, shop: 0.2 }, { what: 'price' }],
  });
  expect(suggest(own({ ...earning(2_000, 0.7), fresh: 10 }), shop)).toMatchObject({
    role: 'profit',
    reasons: [
      { what: 'margin', own: 0.7 },
      { what: 'amount', own: 200_000, shop: 150_000 },
    ],
  });
  // Dear, or hardly thinner than the rest: it draws nobody in.
  expect(suggest(own({ ...earning(2_600, 0.4), fresh: 40 }), shop)).toBeNull();
  expect(suggest(own({ ...earning(1_200, 0.57), fresh: 40 }), shop)).toBeNull();
  // Neither thin nor rich nor new: nothing speaks for anything.
  expect(suggest(own({ ...earning(1_900, 0.5), fresh: 10 }), shop)).toBeNull();
});

test('without costs the price stands in for the margin; too few orders suggest nothing', () => {
  const bare = { ...shop, others: { ...shop.others, costed: 0, cost: 0 } };
  expect(marginOf(bare.others)).toBeNull();
  expect(suggest(own({ amount: 120_000, fresh: 40 }), bare)).toMatchObject({
    role: 'traffic',
    reasons: [{ what: 'fresh' }, { what: 'price' }, { what: 'noCost' }],
  });
  expect(suggest(own({ amount: 180_000, fresh: 40 }), bare)).toBeNull();
  expect(suggest(own({ ...earning(300, -0.6), orders: 29 }), shop)).toBeNull();
});

test('no word of the dictionary stands behind a shorter one of another topic that would always win', () => {
  const hidden = TOPIC_WORDS.filter((one, at) =>
    TOPIC_WORDS.slice(0, at).some(before => before.topic !== one.topic && one.word.includes(before.word)),
  );
  expect(hidden).toEqual([]);
  expect(new Set(TOPIC_WORDS.map(({ word }) => word)).size).toBe(TOPIC_WORDS.length);
  expect(ALL_TOPICS).toContain('unsaid');
});
