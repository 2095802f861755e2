import type { Body, Giver } from './transfer.ts';

/** What has been chosen so far. */
export type Draft = {
  which: Body['which'];
  customerIds: readonly string[];
  withGroups: boolean;
  takerIds: readonly string[];
  spread: Body['spread'];
  words: string;
};

export const EMPTY: Draft = {
  ...{ which: 'all', customerIds: [], withGroups: true, takerIds: [], spread: 'evenly', words: '' },
};

/** Whether the choice holds anything to hand on. */
export function hasSubject({ which, customerIds, withGroups }: Draft, giver: Giver | undefined): boolean {
  if (!giver) return false;
  const people = which === 'all' ? giver.customers : which === 'chosen' ? customerIds.length : 0;
  return people > 0 || (withGroups && giver.groups > 0);
}

/** The question to the server, once there is one. */
export function bodyOf(draft: Draft, giver: Giver | undefined): Body | undefined {
  if (!giver || !hasSubject(draft, giver) || draft.takerIds.length === 0) return undefined;
  const { which, customerIds, withGroups, takerIds, spread, words } = draft;
  return {
    ...{ accountId: giver.account.id, kind: giver.kind, fromId: giver.member.id, which, spread },
    customerIds: which === 'chosen' ? [...customerIds] : [],
    withGroups: withGroups && giver.groups > 0,
    takerIds: [...takerIds],
    words: giver.kind === 'on_job' ? words.trim() : '',
  };
}
