import { describe, expect, it } from 'vitest';
import { HOUR, ManualClock, MINUTE } from '#platform/clock.ts';
import { between, seededRandom } from '#platform/random.ts';
import { type Limits, Throttle, type Turn, WECOM_LIMITS } from './throttle.ts';

const START = '2026-06-03T12:00:00+08:00';

function manual(limits: Partial<Limits> = {}) {
  const clock = new ManualClock(START);
  const throttle = new Throttle({ ...WECOM_LIMITS, ...limits }, clock, async wait => clock.advance(wait));
  return { clock, throttle };
}

/** The most admissions in any span of the length. */
function mostIn(times: readonly number[], span: number): number {
  let most = 0;
  for (let first = 0, last = 0; last < times.length; last += 1) {
    while ((times[last] ?? 0) - (times[first] ?? 0) >= span) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most;
}

describe('the rate', () => {
  it('stays under a tenth less than WeCom’s in every minute and every hour, and uses most of it', async () => {
    const { clock, throttle } = manual();
    const times: number[] = [];
    for (let call = 0; call < 300_000; call += 1)
      await throttle.run('api', undefined, async turn => {
        expect(turn.granted).toBe(true);
        times.push(clock.now().getTime());
      });
    expect(mostIn(times, MINUTE)).toBeLessThanOrEqual(9_000);
    expect(mostIn(times, HOUR)).toBeLessThanOrEqual(135_000);
    expect(mostIn(times, HOUR)).toBeGreaterThan(130_000);
  }, 60_000);

  it('stays under it when calls come and go as they please', async () => {
    const seed = 99;
    const random = seededRandom(seed);
    const { clock, throttle } = manual({ perMinute: 100, perHour: 1_000, share: 1 });
    const times: number[] = [];
    for (let call = 0; call < 20_000; call += 1) {
      if (between(random, 0, 50) === 0) clock.advance(between(random, 0, 5 * MINUTE));
      await throttle.run('api', undefined, async () => void times.push(clock.now().getTime()));
    }
    expect(mostIn(times, MINUTE), `seed ${seed}`).toBeLessThanOrEqual(100);
    expect(mostIn(times, HOUR), `seed ${seed}`).toBeLessThanOrEqual(1_000);
  });

  it('puts off what would wait longer than its patience, without counting it', async () => {
    const { clock, throttle } = manual({ perMinute: 10, perHour: 1_000, share: 1, patience: 1_000 });
    const turns: Turn[] = [];
    for (let call = 0; call < 5; call += 1)
      await throttle.run('api', undefined, async turn => void turns.push(turn));
    expect(turns.slice(0, 2)).toEqual([{ granted: true }, { granted: true }]);
    expect(turns.slice(2).every(turn => !turn.granted && turn.reason === 'rate_limited')).toBe(true);
    expect(clock.now()).toEqual(new Date(START));
    clock.advance(7_500);
    await throttle.run('api', undefined, async turn => expect(turn.granted).toBe(true));
  });

  it('is each API’s own', async () => {
    const { throttle } = manual({ perMinute: 5, share: 1, patience: 0 });
    await throttle.run('one', undefined, async turn => expect(turn.granted).toBe(true));
    await throttle.run('one', undefined, async turn => expect(turn.granted).toBe(false));
    await throttle.run('two', undefined, async turn => expect(turn.granted).toBe(true));
    throttle.block('two');
    await throttle.run('two', undefined, async turn => expect(turn.granted).toBe(false));
  });

  it('stops those already waiting when the API is blocked meanwhile', async () => {
    const clock = new ManualClock(START);
    const throttle: Throttle = new Throttle(
      { ...WECOM_LIMITS, perMinute: 5, share: 1 },
      clock,
      async wait => {
        clock.advance(wait);
        throttle.block('api');
      },
    );
    await throttle.run('api', undefined, async turn => expect(turn.granted).toBe(true));
    await throttle.run('api', undefined, async turn =>
      expect(turn).toMatchObject({ granted: false, retryAt: new Date(clock.now().getTime() + MINUTE) }),
    );
  });
});

describe('calls under way', () => {
  /** Calls that end when told to. */
  function open(throttle: Throttle, count: number, signal?: AbortSignal) {
    const ends: (() => void)[] = [];
    const runs = Array.from({ length: count }, () =>
      throttle.run('api', signal, turn =>
        turn.granted ? new Promise<void>(end => ends.push(end)) : Promise.resolve(),
      ),
    );
    return { ends, runs };
  }
  const settle = () => new Promise(resolve => setTimeout(resolve, 5));

  it('are at most so many, fewer after a complaint, and slowly more again', async () => {
    const { throttle } = manual({ concurrent: 8 });
    const first = open(throttle, 20);
    await settle();
    expect(first.ends).toHaveLength(8);
    throttle.halve('api');
    throttle.halve('api');
    throttle.halve('api');
    throttle.halve('api');
    for (const end of first.ends.splice(0)) end();
    await settle();
    expect(first.ends).toHaveLength(1);
    for (let calls = 0; calls < 200; calls += 1) throttle.succeeded('api');
    await settle();
    expect(first.ends).toHaveLength(3);
    while (first.ends.length > 0) {
      first.ends.shift()?.();
      await settle();
    }
    await Promise.all(first.runs);
  });

  it('let go of those who gave up waiting, and keep their count', async () => {
    const { throttle } = manual({ concurrent: 2 });
    const busy = open(throttle, 2);
    await settle();
    const controller = new AbortController();
    const waiting = open(throttle, 5, controller.signal);
    const aborted = open(throttle, 1, AbortSignal.abort());
    await Promise.all(aborted.runs);
    controller.abort();
    await Promise.all(waiting.runs);
    expect(waiting.ends).toHaveLength(0);
    for (const end of busy.ends) end();
    await Promise.all(busy.runs);
    const next = open(throttle, 5);
    await settle();
    expect(next.ends).toHaveLength(2);
    while (next.ends.length > 0) {
      next.ends.shift()?.();
      await settle();
    }
    await Promise.all(next.runs);
  });
});
