import type { IdentityKey, Learned } from './learn.ts';

export type KnownKey = {
  kind: string;
  accountId: number;
  key: string;
  customerId: number;
  personId: number;
  shared: boolean;
};

/** Profiles are customer ids; those yet to be made are negative numbers. */
export type LearningPlan = {
  /** The profile of each person told of; undefined when nothing names them. */
  profiles: (number | undefined)[];
  newProfiles: { profile: number; person: number }[];
  newKeys: { key: IdentityKey; profile: number; at: Date }[];
  merges: { a: number; b: number; by: IdentityKey }[];
};

/**
 * Decides, without a database, who is who in a batch. A person goes to the profile of their first key that is known;
 * keys not yet known go to the same profile; a known key of somebody else joins the two. A shared key (a family's or an
 * office's phone) names nobody: it neither finds nor joins.
 */
export function planLearning(people: readonly Learned[], known: readonly KnownKey[]): LearningPlan {
  const owners = new Map(known.map(row => [nameOf(row), row]));
  const persons = new Map(known.map(row => [row.customerId, row.personId]));
  const plan: LearningPlan = { profiles: [], newProfiles: [], newKeys: [], merges: [] };
  const joined = new Set<string>();

  people.forEach((person, index) => {
    const usable = person.keys.filter(key => !owners.get(nameOf(key))?.shared);
    const first = usable.map(key => owners.get(nameOf(key))).find(owner => owner !== undefined);
    if (usable.length === 0) {
      plan.profiles.push(undefined);
      return;
    }
    const profile = first?.customerId ?? newProfile(plan, index);
    plan.profiles.push(profile);
    for (const key of usable) {
      const owner = owners.get(nameOf(key));
      if (owner === undefined) {
        plan.newKeys.push({ key, profile, at: person.at });
        owners.set(nameOf(key), { ...key, customerId: profile, personId: profile, shared: false });
      } else if (owner.customerId !== profile) {
        join(plan, joined, persons, profile, owner.customerId, key);
      }
    }
  });
  return plan;
}

function newProfile(plan: LearningPlan, person: number): number {
  const profile = -1 - plan.newProfiles.length;
  plan.newProfiles.push({ profile, person });
  return profile;
}

/** Profiles that are one person already need no merge, and a pair needs one merge only. */
function join(
  plan: LearningPlan,
  joined: Set<string>,
  persons: ReadonlyMap<number, number>,
  a: number,
  b: number,
  by: IdentityKey,
): void {
  const [personA, personB] = [persons.get(a) ?? a, persons.get(b) ?? b];
  const pair = [personA, personB].sort((x, y) => x - y).join(' ');
  if (personA === personB || joined.has(pair)) return;
  joined.add(pair);
  plan.merges.push({ a, b, by });
}

function nameOf({ kind, accountId, key }: Pick<IdentityKey, 'accountId' | 'key'> & { kind: string }): string {
  return `${kind} ${accountId} ${key}`;
}
