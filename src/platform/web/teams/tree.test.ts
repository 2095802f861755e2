import { expect, test } from 'vitest';
import type { Team } from '../reads.ts';
import { inTree, possibleParents } from './tree.ts';

const team = (id: string, parentId: string | null): Team => ({ id, name: id, parentId, memberCount: 0 });
/** As the server lists them, by id: a team may have been put under a later one. */
const teams = [
  team('a', null),
  team('a1', 'a'),
  team('b', null),
  team('b1', 'b'),
  team('a11', 'a1'),
  team('a2', 'a'),
];
const names = (of: readonly Team[]) => of.map(({ id }) => id).join(' ');

test('each team stands below the one it belongs to', () => {
  expect(inTree(teams).map(({ id, depth }) => `${id}:${depth}`)).toEqual([
    'a:0',
    'a1:1',
    'a11:2',
    'a2:1',
    'b:0',
    'b1:1',
  ]);
  expect(names(inTree([team('x', 'y'), team('y', null)]))).toBe('y x');
});

test('a team whose parent nobody knows is not lost', () => {
  expect(names(inTree([team('x', 'gone')]))).toBe('x');
});

test('a team cannot be put into itself or below itself; a new one goes anywhere', () => {
  expect(names(possibleParents(teams, 'a'))).toBe('b b1');
  expect(names(possibleParents(teams, 'a1'))).toBe('a a2 b b1');
  expect(names(possibleParents(teams, 'b'))).toBe('a a1 a11 a2');
  expect(names(possibleParents(teams, 'b1'))).toBe('a a1 a11 a2 b');
  expect(possibleParents(teams, undefined)).toHaveLength(6);
});
