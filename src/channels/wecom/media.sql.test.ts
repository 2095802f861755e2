import { expect, test } from 'vitest';
import { testPlatform } from '#platform/testing/test-platform.ts';
import { postgresMediaStore } from './media.sql.ts';

const { db } = await testPlatform();

test('what was uploaded is known to every process, and replaced when it is uploaded anew', async () => {
  const store = postgresMediaStore(db);
  expect(await store.get('corp/image/a')).toBeUndefined();
  const expiresAt = new Date('2026-06-06T00:00:00Z');
  await store.put('corp/image/a', { reference: 'media-1', expiresAt });
  await store.put('corp/picture/b', { reference: 'https://example.com/b.png' });
  expect(await postgresMediaStore(db).get('corp/image/a')).toEqual({ reference: 'media-1', expiresAt });
  expect(await store.get('corp/picture/b')).toEqual({
    reference: 'https://example.com/b.png',
    expiresAt: undefined,
  });
  await store.put('corp/image/a', { reference: 'media-2' });
  expect(await store.get('corp/image/a')).toEqual({ reference: 'media-2', expiresAt: undefined });
});
