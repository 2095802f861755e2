import chineseDays from 'chinese-days';
import { SHANGHAI_OFFSET, shanghaiDate, shanghaiMinute } from '#platform/clock.ts';
import { isWithin } from '../welcome/choose.ts';
import { groupKey } from './code.ts';
import type { OnDuty, Plan, Target, When } from './plan.contract.ts';

/** Why a route is passed over; `applies` when it is not. */
export type Fit = 'applies' | 'weekday' | 'time' | 'calendar' | 'city';

/** Why a member is not drawn. */
export type Out = 'cap' | 'inactive' | 'not_ready';

export type Candidate = {
  memberId: number;
  weight: number;
  /** New customers today by this code, and by any. */
  today: number;
  load: number;
  cap: number | null;
  out: Out | null;
  /** The chance to be drawn, 0 to 1. */
  share: number;
};

/** One step of a decision: `route` of the plan, or the substitutes (null). */
export type Step = {
  route: number | null;
  kind: Target['kind'] | 'backup';
  fit: Fit;
  /** Of what is no member: whether the platform has it ready. */
  ready: boolean;
  candidates: Candidate[];
};

export type Decision = {
  route: number | null;
  kind: Target['kind'] | 'fallback';
  memberId: number | null;
  /** This browser was led to them within the day. */
  again: boolean;
  steps: Step[];
};

export type Asked = {
  at: Date;
  city: string;
  /** Whom this browser was led to before, today. */
  before: number | null;
  /** In [0, 1): decides between those who could be drawn. */
  chance: number;
};

/** What is known of members and ways when somebody asks. */
export type Situation = {
  /** New customers today by this code, and by any; who is missing has none. */
  today: ReadonlyMap<number, number>;
  load: ReadonlyMap<number, number>;
  /** Who works and whose way is there. */
  active: ReadonlySet<number>;
  ready: ReadonlySet<number>;
  /** The groups that have their code, by `groupKey`. */
  groups: ReadonlySet<string>;
  /** The official accounts that have made theirs. */
  officials: ReadonlySet<number>;
};

/**
 * Whom a code leads to: a function of the plan, the moment and what is known, so that a dry run, the page and the audit
 * say the same. The first route that applies and has somebody wins; then the substitutes; then the page's own words.
 */
export function decide(plan: Plan, asked: Asked, situation: Situation): Decision {
  const steps: Step[] = [];
  for (const [route, { when, target }] of plan.routes.entries()) {
    const step = stepOf(route, when, target, asked, situation);
    steps.push(step);
    if (step.fit !== 'applies') continue;
    if (target.kind === 'staff') {
      const drawn = draw(step.candidates, asked);
      if (drawn) return { route, kind: 'staff', ...drawn, steps };
    } else if (step.ready) return { route, kind: target.kind, memberId: null, again: false, steps };
  }
  const substitutes = plan.backup.map(memberId => ({ memberId, weight: 1, dailyCap: null }));
  const candidates = candidatesOf(substitutes, 'weight', situation);
  if (candidates.length > 0)
    steps.push({ route: null, kind: 'backup', fit: 'applies', ready: true, candidates });
  const drawn = draw(candidates, asked);
  if (drawn) return { route: null, kind: 'staff', ...drawn, steps };
  return { route: null, kind: 'fallback', memberId: null, again: false, steps };
}

/** Everybody to whom the code could lead at this moment: for the platform's own code, which asks no page. */
export function onDutyNow(
  plan: Plan,
  asked: Omit<Asked, 'before' | 'chance'>,
  situation: Situation,
): number[] {
  const routes = plan.routes.filter(({ target }) => target.kind === 'staff');
  const { steps } = decide({ ...plan, routes }, { ...asked, before: null, chance: 0 }, situation);
  const staff = steps.findLast(step => step.candidates.some(one => one.share > 0));
  return staff ? staff.candidates.filter(one => one.share > 0).map(one => one.memberId) : [];
}

function stepOf(route: number, when: When, target: Target, asked: Asked, situation: Situation): Step {
  const fit = fitOf(when, asked);
  const isStaff = target.kind === 'staff';
  return {
    route,
    kind: target.kind,
    fit,
    ready: isReady(target, situation),
    candidates: isStaff && fit === 'applies' ? candidatesOf(target.members, target.pick, situation) : [],
  };
}

/** Whether the platform has made what it shows. */
function isReady(target: Target, { groups, officials }: Situation): boolean {
  if (target.kind === 'group') return groups.has(groupKey(target.chatIds));
  return target.kind !== 'official_account' || officials.has(target.accountId);
}

function fitOf({ days, from, to, calendar, cities }: When, { at, city }: Pick<Asked, 'at' | 'city'>): Fit {
  const local = new Date(at.getTime() + SHANGHAI_OFFSET);
  if (days && days.length > 0 && !days.includes(local.getUTCDay() || 7)) return 'weekday';
  if (calendar && chineseDays.isWorkday(shanghaiDate(at)) !== (calendar === 'work')) return 'calendar';
  if (!isWithin(shanghaiMinute(at), from ?? '00:00', to ?? '24:00')) return 'time';
  if (cities && cities.length > 0 && !cities.some(one => isSameCity(one, city))) return 'city';
  return 'applies';
}

/** 杭州 and 杭州市 are one city. */
const isSameCity = (one: string, other: string) =>
  one.replace(/市$/, '') === other.trim().replace(/市$/, '') && other.trim() !== '';

function candidatesOf(
  members: readonly OnDuty[],
  pick: 'weight' | 'load',
  { today, load, active, ready }: Situation,
): Candidate[] {
  const candidates = members.map(({ memberId, weight, dailyCap }): Candidate => {
    const used = today.get(memberId) ?? 0;
    const out = !active.has(memberId)
      ? 'inactive'
      : !ready.has(memberId)
        ? 'not_ready'
        : dailyCap !== null && used >= dailyCap
          ? 'cap'
          : null;
    return { memberId, weight, today: used, load: load.get(memberId) ?? 0, cap: dailyCap, out, share: 0 };
  });
  const able = candidates.filter(one => one.out === null);
  const least = Math.min(...able.map(one => one.load / one.weight));
  const drawn = pick === 'weight' ? able : able.filter(one => one.load / one.weight === least);
  const sum = drawn.reduce((total, one) => total + one.weight, 0);
  for (const one of drawn) one.share = one.weight / sum;
  return candidates;
}

/** Who was led to somebody today is led to them again while they are there: to open a page twice is no new draw. */
function draw(
  candidates: readonly Candidate[],
  { before, chance }: Asked,
): { memberId: number; again: boolean } | undefined {
  const known = candidates.find(one => one.memberId === before && one.out === null);
  if (known) return { memberId: known.memberId, again: true };
  let rest = chance;
  const drawn = candidates.filter(one => one.share > 0);
  for (const one of drawn) {
    if (rest < one.share) return { memberId: one.memberId, again: false };
    rest -= one.share;
  }
  const last = drawn.at(-1);
  return last && { memberId: last.memberId, again: false };
}
