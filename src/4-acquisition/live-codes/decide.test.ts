import { describe, expect, test } from 'vitest';
import { between, seededRandom } from '#platform/random.ts';
import { type Asked, decide, onDutyNow, type Situation } from './decide.ts';
import { plan as planSchema } from './plan.contract.ts';

const [ANN, BOB, CAT] = [1, 2, 3] as const;
const member = (id: number, more: object = {}) => ({ memberId: `mem_${id}`, ...more });
const staff = (...members: object[]) => ({ kind: 'staff', members });
const plan = (routes: object[], more: object = {}) => planSchema.decode({ routes, ...more } as never);

function situation(more: Partial<Record<keyof Situation, unknown>> = {}): Situation {
  const everybody = new Set([ANN, BOB, CAT]);
  const nobody = new Map<number, number>();
  return {
    ...{
      today: nobody,
      load: nobody,
      active: everybody,
      ready: everybody,
      groups: new Set(),
      officials: new Set(),
    },
    ...(more as Partial<Situation>),
  };
}

/** Wednesday, a working day. */
const NINE = new Date('2026-06-03T09:00:00+08:00');
const at = (time: string) => new Date(`2026-06-03T${time}:00+08:00`);
const ask = (more: Partial<Asked> = {}): Asked => ({
  at: NINE,
  city: '',
  before: null,
  chance: 0.5,
  ...more,
});
const reached = (...of: Parameters<typeof decide>) => {
  const { kind, memberId, route } = decide(...of);
  return kind === 'staff' ? { memberId, route } : { kind, route };
};

describe('which route', () => {
  const day = { when: { from: '09:00', to: '18:00' }, target: staff(member(ANN)) };
  const night = { when: { from: '18:00', to: '09:00' }, target: staff(member(BOB)) };

  test('the first that applies; a shift begins with its minute, ends before it, and may go over midnight', () => {
    const shifts = plan([day, night]);
    for (const [time, memberId] of [
      ['09:00', ANN],
      ['17:59', ANN],
      ['18:00', BOB],
      ['23:59', BOB],
      ['00:00', BOB],
      ['08:59', BOB],
    ] as const)
      expect(reached(shifts, ask({ at: at(time) }), situation()), time).toMatchObject({ memberId });
  });

  test('by weekday, and by the calendar with its made-up days', () => {
    const week = plan([{ when: { days: [1, 3] }, target: staff(member(ANN)) }]);
    expect(reached(week, ask(), situation())).toMatchObject({ memberId: ANN });
    expect(reached(week, ask({ at: new Date('2026-06-04T09:00:00+08:00') }), situation())).toMatchObject({
      kind: 'fallback',
    });
    const work = plan([{ when: { calendar: 'work' }, target: staff(member(ANN)) }]);
    // National Day of 2025 was free, and Sunday 28 September worked for it.
    const holiday = decide(work, ask({ at: new Date('2025-10-01T09:00:00+08:00') }), situation());
    expect(holiday).toMatchObject({ kind: 'fallback', steps: [{ fit: 'calendar' }] });
    const madeUp = ask({ at: new Date('2025-09-28T09:00:00+08:00') });
    expect(reached(work, madeUp, situation())).toMatchObject({ memberId: ANN });
  });

  test('by city, with or without 市; who says none is of none', () => {
    const local = plan([
      { when: { cities: ['杭州', '宁波市'] }, target: staff(member(ANN)) },
      { target: staff(member(BOB)) },
    ]);
    for (const [city, memberId] of [
      ['杭州市', ANN],
      ['宁波', ANN],
      ['上海', BOB],
      ['', BOB],
    ] as const)
      expect(reached(local, ask({ city }), situation()), city).toMatchObject({ memberId });
  });

  test('a code changes its kind by rule: staff by day, a group once it has its code, else a page', () => {
    const kinds = plan([
      day,
      { target: { kind: 'group', chatIds: ['wr2', 'wr1'] } },
      { target: { kind: 'link', title: '商城', url: 'https://shop.example/' } },
    ]);
    expect(reached(kinds, ask(), situation())).toEqual({ memberId: ANN, route: 0 });
    const evening = ask({ at: at('20:00') });
    expect(reached(kinds, evening, situation({ groups: new Set(['wr1,wr2']) }))).toEqual({
      kind: 'group',
      route: 1,
    });
    expect(reached(kinds, evening, situation())).toEqual({ kind: 'link', route: 2 });
  });
});

describe('which member', () => {
  const both = plan([{ target: staff(member(ANN, { weight: 3, dailyCap: 2 }), member(BOB)) }], {
    backup: ['mem_3'],
  });

  test('by weight, each as often as the weights say', () => {
    const [step] = decide(both, ask(), situation()).steps;
    expect(step?.candidates.map(one => one.share)).toEqual([0.75, 0.25]);
    const draws = [0, 0.74, 0.75, 0.999].map(chance => reached(both, ask({ chance }), situation()));
    expect(draws).toMatchObject([{ memberId: ANN }, { memberId: ANN }, { memberId: BOB }, { memberId: BOB }]);
  });

  test('not over the day’s cap, not who is away or has no way yet; with nobody left the substitutes, then words', () => {
    const full = { today: new Map([[ANN, 2]]) };
    expect(reached(both, ask({ chance: 0 }), situation(full))).toMatchObject({ memberId: BOB });
    const away = situation({ ...full, active: new Set([ANN, CAT]) });
    expect(decide(both, ask(), away)).toMatchObject({
      ...{ kind: 'staff', memberId: CAT, route: null },
      steps: [{ candidates: [{ out: 'cap' }, { out: 'inactive' }] }, { kind: 'backup' }],
    });
    const nobody = situation({ ready: new Set() });
    expect(reached(both, ask(), nobody)).toEqual({ kind: 'fallback', route: null });
  });

  test('by load: whoever has fewest today for their weight', () => {
    const fair = plan([{ target: { ...staff(member(ANN, { weight: 2 }), member(BOB)), pick: 'load' } }]);
    const loaded = (ann: number, bob: number) =>
      situation({ load: new Map([[ANN, ann], [BOB, bob]]) }); // biome-ignore format: one line reads best
    expect(reached(fair, ask({ chance: 0 }), loaded(3, 1))).toMatchObject({ memberId: BOB });
    expect(reached(fair, ask({ chance: 0.9 }), loaded(1, 1))).toMatchObject({ memberId: ANN });
  });

  test('who comes back the same day is led to the same member, as long as they are there', () => {
    const again = decide(both, ask({ before: BOB, chance: 0 }), situation());
    expect(again).toMatchObject({ memberId: BOB, again: true });
    const gone = situation({ active: new Set([ANN]) });
    expect(decide(both, ask({ before: BOB }), gone)).toMatchObject({ memberId: ANN, again: false });
  });
});

test('the platform’s own code leads to everybody who could be drawn, whatever the page would show', () => {
  const page = { target: { kind: 'link', title: '商城', url: 'https://shop.example/' } };
  const mixed = plan([page, { target: staff(member(ANN), member(BOB, { dailyCap: 1 })) }]);
  expect(onDutyNow(mixed, { at: NINE, city: '' }, situation())).toEqual([ANN, BOB]);
  expect(onDutyNow(mixed, { at: NINE, city: '' }, situation({ today: new Map([[BOB, 1]]) }))).toEqual([ANN]);
});

const SEED = 20_261_122;
test(`any plan: shares add up to one, nobody is drawn who is out, and every decision has its reasons (seed ${SEED})`, () => {
  const random = seededRandom(SEED);
  const some = () => new Set([ANN, BOB, CAT].filter(() => random.next() < 0.7));
  const counts = () => new Map([ANN, BOB, CAT].map(id => [id, between(random, 0, 3)]));
  for (let round = 0; round < 2_000; round++) {
    const routes = Array.from({ length: between(random, 1, 3) }, () => ({
      when: { from: `0${between(random, 0, 9)}:00`, to: `1${between(random, 0, 9)}:30` },
      target: {
        ...staff(
          ...[ANN, BOB, CAT]
            .slice(between(random, 0, 2))
            .map(id => member(id, { weight: between(random, 1, 9), dailyCap: between(random, 1, 3) })),
        ),
        pick: random.next() < 0.5 ? 'weight' : 'load',
      },
    }));
    const drawn = decide(
      plan(routes, { backup: ['mem_3'] }),
      ask({ chance: random.next(), at: at(`${between(random, 10, 23)}:15`), before: between(random, 0, 3) }),
      situation({ active: some(), ready: some(), today: counts(), load: counts() }),
    );
    const step = drawn.steps.at(-1);
    if (drawn.kind === 'staff') {
      const who = step?.candidates.find(one => one.memberId === drawn.memberId);
      expect(who?.out).toBe(null);
      expect(step?.candidates.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1, 9);
    } else
      expect(
        drawn.steps.every(one => one.fit !== 'applies' || one.candidates.every(c => c.out !== null)),
      ).toBe(true);
  }
});
