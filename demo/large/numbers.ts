/** The ids a big demo gives out, in order: the same for the same seed. */
export class Numbers {
  #next = { customer: 0, identity: 0, order: 0, merge: 0 };

  take(what: 'customer' | 'identity' | 'order' | 'merge'): number {
    this.#next[what] += 1;
    return this.#next[what];
  }

  get last(): Readonly<Record<'customer' | 'identity' | 'order' | 'merge', number>> {
    return this.#next;
  }
}
