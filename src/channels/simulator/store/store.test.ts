import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Store } from './store.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siyu-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const add = (store: Store, corpid: string) => store.run('insert into corps values (?, ?, 1)', corpid, '');
const corps = (store: Store) => store.all('select corpid from corps order by corpid');

test('a transaction is all or nothing, one inside another is part of it', () => {
  const store = new Store(':memory:');
  expect(() =>
    store.transaction(() => {
      add(store, 'a');
      store.transaction(() => add(store, 'b'));
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(corps(store)).toEqual([]);
  store.transaction(() => add(store, 'c'));
  expect(corps(store)).toEqual([{ corpid: 'c' }]);
  store.close();
});

test('a file of another version begins empty, one of this version is kept', () => {
  const file = join(folder, 'world.sqlite');
  const first = new Store(file);
  add(first, 'a');
  first.close();
  const second = new Store(file);
  expect(corps(second)).toEqual([{ corpid: 'a' }]);
  second.exec('pragma user_version = 99');
  second.close();
  const third = new Store(file);
  expect(corps(third)).toEqual([]);
  third.close();
});
