import { expect, test } from 'vitest';
import { objectOf } from './object-of.ts';

const entry = (objectKind: string, given: object = {}) => ({
  objectKind,
  objectId: '7',
  before: null,
  after: null,
  ...given,
});

test('a thing is called as the log called it last, and leads to its page', () => {
  expect(objectOf(entry('segment', { before: { name: '旧名' }, after: { name: '新名' } }))).toEqual({
    name: '新名',
    to: '/segments/seg_7',
  });
  expect(objectOf(entry('import', { after: { file: '订单.csv', bytes: 9 } }))).toEqual({
    name: '订单.csv',
    to: '/imports/imp_7',
  });
});

test('without a name it goes by its number, and without a page it leads nowhere', () => {
  expect(objectOf(entry('broadcast'))).toEqual({ name: '#7', to: '/broadcasts/bro_7' });
  expect(objectOf(entry('tag', { after: { name: '生日月' } }))).toEqual({ name: '生日月' });
  expect(objectOf(entry('send_task'))).toEqual({});
});
