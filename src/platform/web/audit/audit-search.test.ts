import { expect, test } from 'vitest';
import { auditQuery } from './audit-search.ts';

test('a customer’s number is taken as people write it', () => {
  for (const written of ['42', 'cus_42', ' CUS_42 '])
    expect(auditQuery({ customer: written })).toEqual({ customerId: 'cus_42' });
});

test('half a number is no question yet, rather than one the server refuses', () => {
  for (const written of ['', 'cu', 'cus_', '0', 'cus_x', '1'.repeat(16)])
    expect(auditQuery({ customer: written })).toEqual({});
});

test('the other filters go along as they are', () => {
  expect(auditQuery({ actor: 'member:3', action: 'customer.unmasked' })).toEqual({
    actor: 'member:3',
    action: 'customer.unmasked',
  });
});
