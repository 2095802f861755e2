import type { NumberTest, Test } from './contract.ts';

/** A test of a number, whole or not. */
export type AnyNumberTest = NumberTest | Extract<Test, { is: 'at_least' | 'at_most' | 'between' }>;

export function holdsForNumber(actual: number, test: AnyNumberTest): boolean {
  if (test.is === 'at_least') return actual >= test.value;
  if (test.is === 'at_most') return actual <= test.value;
  return actual >= test.from && actual <= test.to;
}
