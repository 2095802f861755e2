import type { IdentityKey, Learned } from './learn.ts';
import { isOtherName } from './names.ts';

export type KnownKey = {
  kind: string;
  accountId: number;
  key: string;
  /** Whom the key names now: its owner, or for a number that has changed hands its latest holder. */
  customerId: number;
  personId: number;
  /** Every profile that has had the number without being joined by it. */
  holders: readonly number[];
  /** What shops call the one it names; a nickname is no name to tell people apart by. */
  names: readonly string[];
  shared: boolean;
  firstSeenAt: Date;
  lastSeenAt: Date;
};

/** How a key was met with: it joins, it is several people's, or it seems to have changed hands. */
export type Verdict = 'joined' | 'shared' | 'recycled';
/** A key told of a profile that does not have it, or under another name. */
export type KeyUse = { key: IdentityKey; profile: number; name: string; verdict: Verdict } & Span;
type Span = { at: Date; until: Date };

/** Profiles are customer ids; those yet to be made are negative numbers. */
export type LearningPlan = {
  /** The profile of each person told of; undefined when nothing names them. */
  profiles: (number | undefined)[];
  newProfiles: { profile: number; person: number }[];
  newKeys: { key: IdentityKey; profile: number; at: Date; until: Date }[];
  merges: { a: number; b: number; by: IdentityKey }[];
  uses: KeyUse[];
  /** Phones whose owner was met with again. */
  seen: ({ key: IdentityKey } & Span)[];
};

const DAY = 86_400_000;

/** Whether a source tells what people are called (shops do) or what they call themselves (WeCom nicknames). */
export type PhoneRules = { recycledAfter: number; tellsNames: boolean };

/**
 * Decides, without a database, who is who in a batch. A person goes to the profile of their first key that is known;
 * keys not yet known go to the same profile; a known key of somebody else joins the two.
 *
 * A phone is weaker than an account: it joins, but it takes in no account of its own accord. Who comes with an account
 * nobody knows and a phone somebody has gets a profile of their own, joined by that phone, so that the join can be taken
 * back. A shared phone (a family's, a counter's) names nobody. A phone that nobody was seen with for `recycledAfter` days
 * and that comes with another name and another account has probably changed hands: it does not join.
 */
export function planLearning(
  people: readonly Learned[],
  known: readonly KnownKey[],
  rules: PhoneRules = { recycledAfter: Number.POSITIVE_INFINITY, tellsNames: true },
): LearningPlan {
  return new Planner(known, rules).plan(people);
}

type Owner = Omit<KnownKey, 'kind' | 'accountId' | 'key'>;

class Planner {
  readonly #owners: Map<string, Owner>;
  readonly #persons: Map<number, number>;
  readonly #joined = new Set<string>();
  readonly #rules: PhoneRules;
  readonly #plan: LearningPlan = {
    profiles: [],
    newProfiles: [],
    newKeys: [],
    merges: [],
    uses: [],
    seen: [],
  };

  constructor(known: readonly KnownKey[], rules: PhoneRules) {
    this.#owners = new Map(known.map(row => [nameOf(row), row]));
    this.#persons = new Map(known.map(row => [row.customerId, row.personId]));
    this.#rules = rules;
  }

  plan(people: readonly Learned[]): LearningPlan {
    people.forEach((person, index) => {
      this.#plan.profiles.push(this.#place(person, index));
    });
    return this.#plan;
  }

  #place(person: Learned, index: number): number | undefined {
    const usable = person.keys.filter(key => !this.#ownerOf(key)?.shared);
    if (usable.length === 0) return undefined;
    const profile = this.#profileOf(usable) ?? this.#newProfile(index);
    for (const key of person.keys) this.#meet(key, profile, person);
    return profile;
  }

  /** An account decides before a phone does, and a phone only where no account is told that nobody knows. */
  #profileOf(keys: readonly IdentityKey[]): number | undefined {
    const accounts = keys.filter(key => key.kind !== 'phone');
    const known = accounts.find(key => this.#ownerOf(key) !== undefined);
    if (known) return this.#ownerOf(known)?.customerId;
    if (accounts.length > 0) return undefined;
    return keys.map(key => this.#ownerOf(key)?.customerId).find(owner => owner !== undefined);
  }

  #meet(key: IdentityKey, profile: number, person: Learned): void {
    const owner = this.#ownerOf(key);
    const span = { at: person.at, until: person.until ?? person.at };
    if (owner === undefined) {
      this.#own(key, profile, person, span);
      return;
    }
    if (key.kind === 'phone') this.#meetPhone(key, owner, profile, person, span);
    else if (!owner.shared && owner.customerId !== profile) this.#join(profile, owner.customerId, key);
  }

  #meetPhone(key: IdentityKey, owner: Owner, profile: number, person: Learned, span: Span): void {
    const name = person.name ?? '';
    const use = (verdict: Verdict) => this.#plan.uses.push({ key, profile, name, verdict, ...span });
    if (owner.shared) use('shared');
    else if (owner.customerId === profile) {
      if (isOtherName(name, owner.names)) use('joined');
      this.#see(key, owner, span);
    } else if (owner.holders.includes(profile)) use('recycled');
    else if (this.#isRecycled(owner, person, span)) {
      use('recycled');
      this.#owners.set(nameOf(key), { ...owner, holders: [...owner.holders, profile] });
    } else {
      use('joined');
      this.#join(profile, owner.customerId, key);
      this.#see(key, owner, span);
    }
  }

  #isRecycled(owner: Owner, person: Learned, span: Span): boolean {
    const unseen = Math.max(
      span.at.getTime() - owner.lastSeenAt.getTime(),
      owner.firstSeenAt.getTime() - span.until.getTime(),
    );
    const { recycledAfter, tellsNames } = this.#rules;
    return tellsNames && unseen > recycledAfter * DAY && isOtherName(person.name ?? '', owner.names);
  }

  #own(key: IdentityKey, profile: number, person: Learned, { at, until }: Span): void {
    this.#plan.newKeys.push({ key, profile, at, until });
    this.#owners.set(nameOf(key), {
      customerId: profile,
      personId: this.#persons.get(profile) ?? profile,
      holders: [profile],
      names: this.#rules.tellsNames && person.name ? [person.name] : [],
      shared: false,
      firstSeenAt: at,
      lastSeenAt: until,
    });
  }

  #see(key: IdentityKey, owner: Owner, span: Span): void {
    if (span.at >= owner.firstSeenAt && span.until <= owner.lastSeenAt) return;
    this.#plan.seen.push({ key, ...span });
    this.#owners.set(nameOf(key), {
      ...owner,
      firstSeenAt: new Date(Math.min(span.at.getTime(), owner.firstSeenAt.getTime())),
      lastSeenAt: new Date(Math.max(span.until.getTime(), owner.lastSeenAt.getTime())),
    });
  }

  #newProfile(person: number): number {
    const profile = -1 - this.#plan.newProfiles.length;
    this.#plan.newProfiles.push({ profile, person });
    return profile;
  }

  /**
   * Profiles that are one person already need no merge by a phone, and a pair needs one merge only. An account that two
   * have in common is written down all the same: what it joins stays when the phone turns out to be several people's.
   */
  #join(a: number, b: number, by: IdentityKey): void {
    const isWeak = by.kind === 'phone';
    const [one, other] = isWeak ? [this.#persons.get(a) ?? a, this.#persons.get(b) ?? b] : [a, b];
    const pair = `${isWeak ? 'persons' : 'profiles'} ${[one, other].sort((x, y) => x - y).join(' ')}`;
    if (one === other || this.#joined.has(pair)) return;
    this.#joined.add(pair);
    this.#plan.merges.push({ a, b, by });
  }

  #ownerOf(key: Pick<IdentityKey, 'kind' | 'accountId' | 'key'>): Owner | undefined {
    return this.#owners.get(nameOf(key));
  }
}

function nameOf({ kind, accountId, key }: Pick<IdentityKey, 'accountId' | 'key'> & { kind: string }): string {
  return `${kind} ${accountId} ${key}`;
}
