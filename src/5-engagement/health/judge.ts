import type { z } from 'zod';
import type { healthColor, healthMeasure, pace } from './contract.ts';
import type { CallFigures, Figures } from './figures.sql.ts';
import type { Thresholds } from './thresholds.ts';

export type Color = z.output<typeof healthColor>;
export type Pace = z.output<typeof pace>;
export type Measure = z.output<typeof healthMeasure>;

/** A line that was crossed: `n` of `of` are `value` (percent, for `losses` per thousand), which is above `bound`. */
export type Reason = {
  measure: Measure;
  color: 'yellow' | 'red';
  value: number;
  bound: number;
  n: number;
  of: number;
  /** Which API, for `quota`; which code, for `settings`. */
  about?: string;
};
export type Verdict = { color: Color; pace: Pace; reasons: Reason[] };

/**
 * Only what bears on how customers and WeCom take what is sent slows sending down. A wrong setting, a full list of codes
 * or members who do not confirm are worth a colour, but sending less mends none of them.
 */
const SLOWS: ReadonlySet<Measure> = new Set(['deletions', 'losses', 'limited', 'quota']);
const RANK = { green: 0, yellow: 1, red: 2 } as const;

type Line = Omit<Reason, 'color' | 'value' | 'bound'> & {
  yellow: number;
  red: number;
  /** Below this many nothing is said: two of three are no rate. */
  fewest?: number;
  per?: 100 | 1_000;
};

/** The colour by the worst line crossed, and the pace by the worst of those that slow down. The worst reason first. */
export function judge(figures: Figures, calls: CallFigures | undefined, t: Thresholds): Verdict {
  const lines = [...linesOfPeople(figures, t), ...(calls ? linesOfCalls(calls, t) : [])];
  const reasons = [...lines.flatMap(line => crossed(line) ?? []), ...(calls ? settingsOf(calls) : [])].sort(
    (one, other) => RANK[other.color] - RANK[one.color],
  );
  const slowing = reasons.filter(reason => SLOWS.has(reason.measure));
  return {
    color: reasons[0]?.color ?? 'green',
    pace: slowing[0] === undefined ? 'full' : slowing[0].color === 'red' ? 'paused' : 'slow',
    reasons,
  };
}

function linesOfPeople(of: Figures, t: Thresholds): Line[] {
  return [
    {
      ...{ measure: 'deletions', n: of.addedLeft, of: of.added, fewest: t['health.deletions.fewest'] },
      ...{ yellow: t['health.deletions.yellow'], red: t['health.deletions.red'] },
    },
    {
      ...{ measure: 'losses', n: of.lost, of: of.relations, fewest: t['health.deletions.fewest'] },
      ...{ yellow: t['health.losses.yellow'], red: t['health.losses.red'], per: 1_000 },
    },
    {
      ...{ measure: 'unconfirmed', n: of.unconfirmed, of: of.tasks, fewest: t['health.unconfirmed.fewest'] },
      ...{ yellow: t['health.unconfirmed.yellow'], red: Number.POSITIVE_INFINITY },
    },
  ];
}

function linesOfCalls(of: CallFigures, t: Thresholds): Line[] {
  const refusals = { yellow: t['health.refusals.yellow'], red: t['health.refusals.red'] };
  const quota = { yellow: t['health.quota.yellow'], red: t['health.quota.red'] };
  const fewest = t['health.refusals.fewest'];
  return [
    { measure: 'limited', n: of.limited, of: of.calls, fewest, ...refusals },
    { measure: 'faulty', n: of.faulty, of: of.calls, fewest, ...refusals },
    {
      ...{ measure: 'quota', n: of.busiestCalls, of: t['wecom.calls.api.hour'], about: of.busiest },
      ...quota,
    },
    { measure: 'ways', n: of.ways, of: t['wecom.ways'], ...quota },
  ];
}

/** One is enough: nothing works until it is mended. */
function settingsOf({ settings, settingsCode, calls }: CallFigures): Reason[] {
  if (settings === 0) return [];
  const said = { n: settings, of: Math.max(settings, calls), about: settingsCode };
  return [{ measure: 'settings', color: 'red', value: settings, bound: 0, ...said }];
}

function crossed({ yellow, red, fewest = 1, per = 100, ...line }: Line): Reason | undefined {
  if (line.n < Math.max(1, fewest)) return undefined;
  // More lost than there are left to lose is everybody.
  const share = line.of === 0 ? 1 : Math.min(1, line.n / line.of);
  const value = Math.round(share * per * 10) / 10;
  if (value > red) return { ...line, color: 'red', value, bound: red };
  return value > yellow ? { ...line, color: 'yellow', value, bound: yellow } : undefined;
}
