import { DAYS_A_WEEK, type History, type HistoryRow, weeks } from './histories.ts';
import { type Foothold, maximise, type Summit } from './maximise.ts';

/**
 * How often people order and when they stop: the BG/NBD model (Fader, Hardie & Lee 2005, “Counting your customers the
 * easy way”, Marketing Science 24) and its sibling MBG/NBD (Batislam, Denizel & Filiztekin 2007).
 *
 * While they are customers, people order at random, each at a rate λ of their own, λ ~ Gamma(r, α); after an order each
 * stops with a probability p of their own, p ~ Beta(a, b). Time is in weeks, α as well.
 *
 * The siblings differ in one thing. BG/NBD lets nobody stop after their first order, so whoever ordered once, years ago,
 * is alive for certain; MBG/NBD lets them. `stopsAfterFirst` is that difference: the number of chances to stop that the
 * first order gives, 0 or 1.
 */
export type PurchaseModel = { r: number; alpha: number; a: number; b: number; stopsAfterFirst: 0 | 1 };

export type PurchaseFit = {
  model: PurchaseModel;
  logLikelihood: number;
  /** Of ln r, ln α, ln a, ln b. */
  covariance: number[][] | undefined;
  found: boolean;
};

/** Estimates the model by maximum likelihood. */
export function fitPurchases(rows: readonly HistoryRow[], stopsAfterFirst: 0 | 1): PurchaseFit {
  const all = columnsOf(rows);
  // As in the paper all start at 1, but α at the scale of the data.
  const start = [0, Math.log(Math.max(1, meanAge(all) / 4)), 0, 0];
  const few =
    rows.length > SAMPLE ? climbed(columnsOf(everyNth(rows)), stopsAfterFirst, { at: start }) : undefined;
  const summit = climbed(all, stopsAfterFirst, few?.found ? few : { at: start });
  const [r = 1, alpha = 1, a = 1, b = 1] = summit.at.map(Math.exp);
  return {
    model: { r, alpha, a, b, stopsAfterFirst },
    logLikelihood: summit.value * all.people,
    covariance: summit.covariance,
    found: summit.found,
  };
}

/** Of more histories than this, so many are climbed first: their summit is a few steps from that of all. */
const SAMPLE = 20_000;

function everyNth(rows: readonly HistoryRow[]): HistoryRow[] {
  const step = Math.ceil(rows.length / SAMPLE);
  return rows.filter((_, i) => i % step === 0);
}

function climbed(columns: Columns, stopsAfterFirst: 0 | 1, from: Foothold): Summit {
  const tables = makeTables(columns);
  return maximise(at => likelihood(columns, tables, at, stopsAfterFirst), from, columns.people);
}

/** The rows by column, so that a million of them are walked at the speed of memory. */
type Columns = Record<'repeats' | 'last' | 'age' | 'counts', Int32Array> & { people: number };

function columnsOf(rows: readonly HistoryRow[]): Columns {
  return {
    repeats: Int32Array.from(rows, row => row.repeats),
    last: Int32Array.from(rows, row => row.last),
    age: Int32Array.from(rows, row => row.age),
    counts: Int32Array.from(rows, row => row.people),
    people: rows.reduce((sum, row) => sum + row.people, 0),
  };
}

function meanAge({ age, counts, people }: Columns): number {
  return age.reduce((sum, days, i) => sum + weeks(days) * (counts[i] ?? 0), 0) / people;
}

/**
 * What depends on a count or a day only is worked out once per evaluation, not per person. The Gamma functions come as
 * ln Γ(r + x) − ln Γ(r) = Σ ln(r + k) over k < x, their derivatives as Σ 1/(r + k): sums that need no approximation.
 */
type Tables = {
  sums: Record<'lnR' | 'psiR' | 'lnStay' | 'psiB' | 'psiAB', Float64Array>;
  /** ln(b + k − 1), of k chances to stop. */
  lnLeft: Float64Array;
  lnAt: Float64Array;
  /** 1 / (α + t), of a day. */
  overAt: Float64Array;
};

function makeTables({ repeats, age }: Columns): Tables {
  const array = () => new Float64Array(repeats.reduce((most, count) => Math.max(most, count), 0) + 3);
  const days = age.reduce((most, day) => Math.max(most, day), 0) + 1;
  return {
    sums: { lnR: array(), psiR: array(), lnStay: array(), psiB: array(), psiAB: array() },
    lnLeft: array(),
    lnAt: new Float64Array(days),
    overAt: new Float64Array(days),
  };
}

function fillTables({ sums, lnLeft, lnAt, overAt }: Tables, r: number, alpha: number, a: number, b: number) {
  const { lnR, psiR, lnStay, psiB, psiAB } = sums;
  for (let k = 0; k + 1 < lnR.length; k++) {
    lnR[k + 1] = (lnR[k] ?? 0) + Math.log(r + k);
    psiR[k + 1] = (psiR[k] ?? 0) + 1 / (r + k);
    lnStay[k + 1] = (lnStay[k] ?? 0) + Math.log((b + k) / (a + b + k));
    psiB[k + 1] = (psiB[k] ?? 0) + 1 / (b + k);
    psiAB[k + 1] = (psiAB[k] ?? 0) + 1 / (a + b + k);
  }
  for (let k = 1; k < lnLeft.length; k++) lnLeft[k] = Math.log(b + k - 1);
  for (let day = 0; day < lnAt.length; day++) {
    lnAt[day] = Math.log(alpha + weeks(day));
    overAt[day] = 1 / (alpha + weeks(day));
  }
}

/**
 * The mean log-likelihood and its slope in ln r, ln α, ln a, ln b (equation 6 of the paper, put so that nothing
 * overflows). With n the chances to stop (x, and one more where the first order gives one):
 *
 *   ln L = Σₖ﹤ₓ ln(r+k) + r ln α + Σₖ﹤ₙ ln((b+k)/(a+b+k)) − (r+x) ln(α+T) + ln(1 + eᵘ)
 *   u    = ln a − ln(b+n−1) + (r+x) · (ln(α+T) − ln(α+t_x)),   no such term where n = 0
 *
 * and eᵘ/(1 + eᵘ) is the probability that the person has stopped.
 */
function likelihood(
  { repeats, last, age, counts, people }: Columns,
  tables: Tables,
  at: readonly number[],
  stopsAfterFirst: 0 | 1,
): { value: number; slope: number[] } {
  const [r = 1, alpha = 1, a = 1, b = 1] = at.map(Math.exp);
  fillTables(tables, r, alpha, a, b);
  const { sums, lnLeft, lnAt, overAt } = tables;
  const [lnAlpha, lnA] = [Math.log(alpha), Math.log(a)];
  let [value, dr, dAlpha, da, db] = [0, 0, 0, 0, 0];
  for (let i = 0; i < repeats.length; i++) {
    const [x, end, count] = [repeats[i] ?? 0, age[i] ?? 0, counts[i] ?? 0];
    const chances = x + stopsAfterFirst;
    const rate = r + x;
    const lnEnd = lnAt[end] ?? 0;
    const overEnd = overAt[end] ?? 0;
    let own = (sums.lnR[x] ?? 0) + r * lnAlpha + (sums.lnStay[chances] ?? 0) - rate * lnEnd;
    if (chances > 0) {
      const day = last[i] ?? 0;
      const silent = lnEnd - (lnAt[day] ?? 0);
      const u = lnA - (lnLeft[chances] ?? 0) + rate * silent;
      const odds = Math.exp(Math.min(u, 30));
      own += u > 30 ? u : Math.log1p(odds);
      const gone = count * (odds / (1 + odds));
      dr += gone * silent;
      dAlpha += gone * rate * (overEnd - (overAt[day] ?? 0));
      da += gone / a;
      db -= gone / (b + chances - 1);
    }
    value += count * own;
    dr += count * ((sums.psiR[x] ?? 0) + lnAlpha - lnEnd);
    dAlpha += count * (r / alpha - rate * overEnd);
    da -= count * (sums.psiAB[chances] ?? 0);
    db += count * ((sums.psiB[chances] ?? 0) - (sums.psiAB[chances] ?? 0));
  }
  return { value: value / people, slope: [r * dr, alpha * dAlpha, a * da, b * db].map(d => d / people) };
}

/** The probability that the person is still a customer, 0 to 1. */
export function aliveProbability({ r, alpha, a, b, stopsAfterFirst }: PurchaseModel, of: History): number {
  const chances = of.repeats + stopsAfterFirst;
  if (chances === 0) return 1;
  const silent = Math.log((alpha + weeks(of.age)) / (alpha + weeks(of.last)));
  return 1 / (1 + Math.exp(Math.log(a) - Math.log(b + chances - 1) + (r + of.repeats) * silent));
}

/**
 * Walks P(more than j orders in the next `ahead` weeks), j = 0, 1, 2, …, for somebody who is still a customer. If nobody
 * stopped, the number of orders K would be negative binomial; to order once more after j orders one must have been left
 * in by j throws: P = P(K > j) · E[(1−p)ʲ]. The sum over j is the expected number, equation 10 of the paper, but made of
 * nothing but positive terms: the paper's hypergeometric function loses its digits near a = 1 and for short times.
 */
function walkAhead(model: PurchaseModel, of: History, ahead: number, visit: (chance: number) => boolean) {
  const { r, alpha, a, b, stopsAfterFirst } = model;
  const rate = r + of.repeats;
  const stay = b + of.repeats + stopsAfterFirst;
  const until = alpha + weeks(of.age);
  const z = ahead / (until + ahead);
  let logExactly = -rate * Math.log1p(ahead / until);
  let exactly = logExactly > SMALLEST_LOG ? Math.exp(logExactly) : 0;
  let more = 1 - exactly;
  let left = 1;
  for (let j = 0; visit(more * left); j++) {
    const ratio = ((rate + j) / (j + 1)) * z;
    if (exactly === 0) {
      logExactly += Math.log(ratio);
      exactly = logExactly > SMALLEST_LOG ? Math.exp(logExactly) : 0;
    } else exactly *= ratio;
    if (ratio < 1 && exactly < 1e-15 * (1 - z)) return;
    more = Math.max(0, more - exactly);
    left *= (stay + j) / (a + stay + j);
  }
}

/** Below this e^x is no longer a number that can grow back. */
const SMALLEST_LOG = -600;

/** The expected number of orders in the next `ahead` weeks. */
export function expectedOrders(model: PurchaseModel, of: History, ahead: number): number {
  if (ahead <= 0) return 0;
  let sum = 0;
  walkAhead(model, of, ahead, chance => {
    sum += chance;
    return true;
  });
  return aliveProbability(model, of) * sum;
}

/** The smallest number of orders that is not exceeded with the given probability: 0.1 and 0.9 enclose eight in ten. */
export function ordersQuantile(
  model: PurchaseModel,
  of: History,
  ahead: number,
  probability: number,
): number {
  const alive = aliveProbability(model, of);
  let orders = 0;
  walkAhead(model, of, ahead, chance => {
    if (alive * chance <= 1 - probability) return false;
    orders++;
    return true;
  });
  return orders;
}

/**
 * Days from now until it is as likely as not that the person has ordered again: the median of the waiting time, which is
 * Lomax for a customer. Undefined for whoever more likely than not is none any more.
 */
export function daysToNextOrder(model: PurchaseModel, of: History): number | undefined {
  const alive = aliveProbability(model, of);
  if (alive <= 0.5) return undefined;
  const until = model.alpha * DAYS_A_WEEK + of.age;
  return until * Math.expm1(-Math.log1p(-0.5 / alive) / (model.r + of.repeats));
}
