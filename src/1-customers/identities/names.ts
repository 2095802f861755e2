/**
 * Whether two names can be one person's: `张三` and `李四` cannot. A masked one (`张**`) agrees with what it may stand for,
 * and an account's name (`tb183919`) says nothing of what its owner is called.
 */
export function compareNames(one: string, other: string): 'same' | 'other' | 'unknown' {
  const [a, b] = [plain(one), plain(other)];
  if (a === '' || b === '' || isHandle(a) || isHandle(b)) return 'unknown';
  if (a === b) return 'same';
  const [headA, headB] = [a.split('*')[0] ?? '', b.split('*')[0] ?? ''];
  const isMasked = headA !== a || headB !== b;
  return isMasked && (a.startsWith(headB) || b.startsWith(headA)) ? 'same' : 'other';
}

/** A name that agrees with none of those known. */
export function isOtherName(name: string, known: readonly string[]): boolean {
  const compared = known.map(one => compareNames(name, one));
  return compared.includes('other') && !compared.includes('same');
}

function isHandle(name: string): boolean {
  return /[0-9_@]/.test(name);
}

function plain(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '').toLowerCase();
}
