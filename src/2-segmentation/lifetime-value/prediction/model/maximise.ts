/** A function to climb: its value and its slope in each direction. */
export type Hill = (at: readonly number[]) => { value: number; slope: number[] };

export type Summit = {
  at: number[];
  value: number;
  /** Whether the slope vanished there; otherwise nothing should be concluded. */
  found: boolean;
  /** The estimates' covariance (the inverse of the curvature); undefined where the hill is flat in some direction. */
  covariance: number[][] | undefined;
  /** The inverse of the curvature, from which the covariance comes. */
  inverse: number[][] | undefined;
};

const STEPS = 200;
/** Flat enough for Newton's method to finish; the functions here are means per person, so this is scale-free. */
const NEAR = 1e-4;
const FLAT = 1e-9;

/** Where to begin; with the inverse curvature of a like hill the first steps know the shape of this one. */
export type Foothold = { at: readonly number[]; inverse?: number[][] | undefined };

/**
 * Climbs a smooth hill: BFGS with backtracking (Nocedal & Wright 2006, algorithm 6.1) until it is nearly flat, then a few
 * Newton steps with the curvature taken from differences of the slope. `weight` is how many people the mean was taken
 * over: the covariance is that of the sum.
 */
export function maximise(hill: Hill, from: Foothold, weight: number): Summit {
  return finish(hill, ascend(hill, from), weight);
}

function ascend(hill: Hill, { at: start, inverse: shape }: Foothold): number[] {
  let at = [...start];
  let here = hill(at);
  let inverse = shape ?? identity(at.length);
  for (let step = 0; step < STEPS && steepness(here.slope) > NEAR; step++) {
    let direction = times(inverse, here.slope);
    if (dot(direction, here.slope) <= 0) {
      inverse = identity(at.length);
      direction = here.slope;
    }
    const moved = climb(hill, at, here, bounded(direction));
    if (!moved) break;
    inverse = updated(inverse, minus(moved.at, at), minus(here.slope, moved.there.slope));
    at = moved.at;
    here = moved.there;
  }
  return at;
}

/** Halves the step until the way went up far enough (Armijo). */
function climb(hill: Hill, from: number[], here: ReturnType<Hill>, direction: number[]) {
  const gain = dot(direction, here.slope);
  for (let length = 1; length > 1e-10; length /= 2) {
    const at = plus(from, direction, length);
    const there = hill(at);
    if (Number.isFinite(there.value) && there.value >= here.value + 1e-4 * length * gain)
      return { at, there };
  }
  return undefined;
}

/** Parameters are logarithms: a step of more than 2 would multiply one by more than 7. */
function bounded(direction: number[]): number[] {
  const longest = Math.max(...direction.map(Math.abs));
  return longest > 2 ? direction.map(value => (value * 2) / longest) : direction;
}

function updated(inverse: number[][], s: number[], y: number[]): number[][] {
  const sy = dot(s, y);
  if (sy <= 1e-14) return inverse;
  const hy = times(inverse, y);
  const factor = (1 + dot(y, hy) / sy) / sy;
  return inverse.map((row, i) =>
    row.map(
      (value, j) =>
        value +
        factor * (s[i] ?? 0) * (s[j] ?? 0) -
        ((hy[i] ?? 0) * (s[j] ?? 0) + (s[i] ?? 0) * (hy[j] ?? 0)) / sy,
    ),
  );
}

/** Newton's method; so near the summit the curvature is measured again only where a step did not do what it promised. */
function finish(hill: Hill, near: number[], weight: number): Summit {
  let at = near;
  let here = hill(at);
  let inverse = inverseOf(curvature(hill, at));
  for (let step = 0; step < 8 && inverse && steepness(here.slope) > FLAT; step++) {
    const next = plus(at, bounded(times(inverse, here.slope)), 1);
    const there = hill(next);
    if (!(there.value >= here.value - 1e-12)) break;
    const isFlatter = steepness(there.slope) < steepness(here.slope) / 10;
    at = next;
    here = there;
    if (!isFlatter) inverse = inverseOf(curvature(hill, at));
  }
  const covariance = inverse?.map(row => row.map(value => value / weight));
  const isUp = covariance?.every((row, i) => (row[i] ?? 0) > 0);
  const found = steepness(here.slope) < NEAR;
  return { at, value: here.value, found, covariance: found && isUp ? covariance : undefined, inverse };
}

/** Minus the second derivatives, by central differences of the slope. */
function curvature(hill: Hill, at: readonly number[]): number[][] {
  const h = 1e-4;
  const rows = at.map((_, i) => {
    const shift = at.map((_, j) => (i === j ? h : 0));
    return minus(hill(plus(at, shift, -1)).slope, hill(plus(at, shift, 1)).slope).map(d => d / (2 * h));
  });
  return rows.map((row, i) => row.map((value, j) => (value + (rows[j]?.[i] ?? 0)) / 2));
}

/** Gauss–Jordan with pivots; undefined when the matrix has no inverse. */
export function inverseOf(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const n = matrix.length;
  const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < n; column++) {
    let best = column;
    for (let i = column; i < n; i++)
      if (Math.abs(rows[i]?.[column] ?? 0) > Math.abs(rows[best]?.[column] ?? 0)) best = i;
    const pivotRow = rows[best];
    const pivot = pivotRow?.[column] ?? 0;
    if (!pivotRow || !(Math.abs(pivot) > 1e-12)) return undefined;
    rows[best] = rows[column] ?? [];
    const unit = pivotRow.map(value => value / pivot);
    rows[column] = unit;
    for (let i = 0; i < n; i++) {
      const factor = i === column ? 0 : (rows[i]?.[column] ?? 0);
      if (factor !== 0) rows[i] = plus(rows[i] ?? [], unit, -factor);
    }
  }
  return rows.map(row => row.slice(n));
}

const identity = (n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
const dot = (one: readonly number[], other: readonly number[]) =>
  one.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
const plus = (one: readonly number[], other: readonly number[], factor: number) =>
  one.map((value, i) => value + factor * (other[i] ?? 0));
const minus = (one: readonly number[], other: readonly number[]) => plus(one, other, -1);
const times = (matrix: readonly number[][], vector: readonly number[]) => matrix.map(row => dot(row, vector));
const steepness = (slope: readonly number[]) =>
  slope.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...slope.map(Math.abs));
