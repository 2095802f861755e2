import { describe, expect, it } from 'vitest';
import { ownFailure, refusal } from './errors.ts';

/** Of the official error table (page 90313) the codes that the calls made here can meet. */
const LISTED = [
  -1, 40001, 40003, 60111, 40004, 40005, 40006, 40007, 40009, 40011, 40123, 44001, 45001, 40013, 40014, 42001,
  40058, 40063, 40068, 40071, 40096, 40097, 40098, 40099, 40100, 40129, 40128, 40130, 40131, 41001, 41004,
  41040, 41041, 41042, 41043, 41044, 41045, 41048, 41050, 41051, 41053, 41054, 41055, 41059, 41060, 41061,
  41062, 41063, 41064, 41065, 41072, 41080, 41081, 41082, 41090, 41073, 41074, 41075, 41085, 41086, 41087,
  41078, 41079, 41088, 41089, 41091, 41093, 41094, 41095, 41096, 42003, 42022, 42012, 45009, 45033, 45035,
  48002, 48007, 48009, 50001, 50003, 60011, 60020, 60021, 60123, 600018, 81017, 84061, 84074, 90500, 90501,
  90502, 90507, 90508, 90509, 701008, 95000, 95001, 95002, 95004, 95005, 95006, 95007, 95008, 95011, 95012,
  95013, 95014, 95016, 95017, 95018, 95019, 95027, 95031,
];

describe('the error table', () => {
  it.each(LISTED)('has words for %i in both languages', code => {
    const known = refusal(code);
    expect(known.message.zh).toMatch(/[一-鿿].*。$/);
    expect(known.message.en).toMatch(/^[A-Z“].*\.$/);
    expect(known.message).not.toEqual(refusal(999_999).message);
  });

  it.each([
    [-1, 'retry'],
    [40001, 'config'],
    [42001, 'refresh_token'],
    [45009, 'slow_down'],
    [40096, 'gone'],
    [84061, 'gone'],
    [41048, 'done'],
    [41051, 'done'],
    [41063, 'retry'],
    [40058, 'bug'],
    [40003, 'fix_data'],
    [60020, 'config'],
  ])('says of %i: %s', (code, kind) => {
    expect(refusal(code).kind).toBe(kind);
  });

  it('has words for what is not WeCom’s', () => {
    expect(ownFailure('network')).toMatchObject({ ok: false, kind: 'retry', code: 'network' });
    expect(refusal(999_999, 'hint')).toMatchObject({ kind: 'bug', code: 999_999, detail: 'hint' });
  });
});
