import type { Random } from '#platform/random.ts';
import type { PurchaseModel } from '../model/bg-nbd.ts';
import type { History } from '../model/histories.ts';

type Purchases = Pick<PurchaseModel, 'r' | 'alpha' | 'a' | 'b' | 'stopsAfterFirst'>;

/** A history of `age` days as the model has it: a rate and a chance to stop of one's own. Orders of one day are one. */
export function drawHistory(random: Random, model: Purchases, age: number): History {
  const rate = drawGamma(model.r, random) / model.alpha;
  const [one, other] = [drawGamma(model.a, random), drawGamma(model.b, random)];
  const stop = one / (one + other);
  let [at, last, repeats] = [0, 0, 0];
  let isAlive = model.stopsAfterFirst === 0 || random.next() > stop;
  while (isAlive) {
    at += (-Math.log(1 - random.next()) / rate) * 7;
    const day = Math.ceil(at);
    if (day > age) break;
    if (day > last) repeats++;
    last = day;
    isAlive = random.next() > stop;
  }
  return { repeats, last, age };
}

/** Marsaglia & Tsang (2000), of scale 1. */
export function drawGamma(shape: number, random: Random): number {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.next()) ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    const v = (1 + x / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
