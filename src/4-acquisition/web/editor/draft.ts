import type { Wire } from '#web/api/client.ts';
import type { liveCodeBody, liveCodeChange } from '../../contract.ts';
import type { Plan, Target, TargetKind, TargetOf, When } from '../plan/plan.ts';
import type { Code } from '../reads.ts';
import { isSaid, type VariantDraft, variantDrafts, variantsOf } from '../welcome/variants.ts';

export type RouteDraft = { key: string; when: When; target: Target };

/** A code as one writes it. Routes and variants carry keys of their own, so that moving them moves their fields. */
export type Draft = {
  name: string;
  touchpointId: string | undefined;
  accountId: string | undefined;
  routes: readonly RouteDraft[];
  backup: readonly string[];
  fallback: { text: string; phone: string };
  /** Null: what the account says to everybody. */
  welcome: readonly VariantDraft[] | null;
  tagIds: readonly string[];
  remark: string;
  paused: boolean;
};

export type Body = Wire<typeof liveCodeBody>;
export type Change = Wire<typeof liveCodeChange>;

const BLANK: { [Kind in TargetKind]: TargetOf<Kind> } = {
  staff: { kind: 'staff', members: [], pick: 'weight' },
  group: { kind: 'group', chatIds: [], baseName: '' },
  official_account: { kind: 'official_account', accountId: '', title: '', welcome: null },
  picture: { kind: 'picture', title: '', file: '' },
  link: { kind: 'link', title: '', url: '' },
};

export function blankTarget(kind: TargetKind): Target {
  return BLANK[kind];
}

export function blankRoute(): RouteDraft {
  return { key: crypto.getRandomValues(new Uint32Array(2)).join('-'), when: {}, target: BLANK.staff };
}

export function blankDraft(given: Pick<Draft, 'touchpointId' | 'accountId'>): Draft {
  return {
    name: '',
    ...given,
    routes: [blankRoute()],
    backup: [],
    fallback: { text: '', phone: '' },
    welcome: null,
    tagIds: [],
    remark: '',
    paused: false,
  };
}

/** A code that is there, to be changed. */
export function draftOf({ plan, welcome, tags, ...code }: Code): Draft {
  const { text = '', phone = '' } = plan.fallback ?? {};
  return {
    name: code.name,
    touchpointId: code.touchpoint.id,
    accountId: code.account.id,
    routes: plan.routes.map(({ when = {}, target }) => ({ ...blankRoute(), when, target })),
    backup: plan.backup ?? [],
    fallback: { text, phone },
    welcome: welcome && variantDrafts(welcome),
    tagIds: tags.map(tag => tag.id),
    remark: code.remark,
    paused: code.paused,
  };
}

/** The plan, as soon as nothing of it is wanting: a dry run needs no more. */
export function planOf({ routes, backup, fallback }: Draft): Plan | undefined {
  if (routes.length === 0 || !routes.every(({ target }) => isWhole(target))) return undefined;
  return {
    routes: routes.map(({ when, target }) => ({ when, target })),
    backup: [...backup],
    fallback: { text: fallback.text.trim(), phone: fallback.phone.trim() },
  };
}

/** What is still wanting, the first thing first; `at` counts from 1. */
export type Missing = { what: 'name' | 'touchpoint' | 'account' } | { what: 'route' | 'variant'; at: number };

export function missingIn({ name, touchpointId, accountId, routes, welcome }: Draft): Missing | undefined {
  if (name.trim() === '') return { what: 'name' };
  if (!touchpointId) return { what: 'touchpoint' };
  if (!accountId) return { what: 'account' };
  const route = routes.findIndex(({ target }) => !isWhole(target));
  if (route >= 0) return { what: 'route', at: route + 1 };
  const variant = (welcome ?? []).findIndex(one => !isSaid(one));
  return variant >= 0 ? { what: 'variant', at: variant + 1 } : undefined;
}

/** Whether a route leads somewhere. */
export function isWhole(target: Target): boolean {
  switch (target.kind) {
    case 'staff':
      return target.members.length + (target.departments ?? []).length > 0;
    case 'group':
      return target.chatIds.length > 0;
    case 'official_account':
      return target.accountId !== '' && (target.welcome?.variants ?? []).every(isSaid);
    case 'picture':
      return target.title.trim() !== '' && target.file !== '';
    case 'link':
      return target.title.trim() !== '' && /^https?:\/\/\S+\.\S+$/.test(target.url);
  }
}

/** What the API takes to make the code; undefined while something is wanting. */
export function bodyOf(draft: Draft): Body | undefined {
  const plan = planOf(draft);
  const { touchpointId, accountId } = draft;
  if (!plan || !touchpointId || !accountId || missingIn(draft)) return undefined;
  return { ...common(draft, plan), touchpointId, accountId };
}

/** The whole of it, to put in the place of the version that was read. */
export function changeOf(draft: Draft, version: number): Change | undefined {
  const body = bodyOf(draft);
  if (!body) return undefined;
  const { accountId: _, ...change } = body;
  return { ...change, paused: draft.paused, version };
}

function common({ name, welcome, tagIds, remark }: Draft, plan: Plan) {
  const said = welcome && welcome.length > 0 ? { variants: variantsOf(welcome) } : null;
  return { name: name.trim(), plan, welcome: said, tagIds: [...tagIds], remark: remark.trim() };
}
