import { expect, test } from 'vitest';
import { callbackAddress } from './callback-address.ts';

const PATH = '/api/v1/callbacks/wecom/acc_1';

test('a path becomes the address this browser reaches; a whole address stays', () => {
  expect(callbackAddress(PATH, 'https://siyu.example.com')).toEqual({
    address: `https://siyu.example.com${PATH}`,
    isReachable: true,
  });
  expect(callbackAddress(`https://shop.example.com${PATH}`, 'http://127.0.0.1:7480')).toEqual({
    address: `https://shop.example.com${PATH}`,
    isReachable: true,
  });
});

test.each([
  'http://127.0.0.1:7480',
  'http://localhost:7480',
  'http://[::1]:7480',
  'http://192.168.1.20',
  'http://10.0.0.5:7480',
  'http://172.31.0.9',
  'http://siyu.local',
  'http://nas',
  'http://[fd12::1]',
])('%s is not for WeCom', origin => {
  expect(callbackAddress(PATH, origin).isReachable).toBe(false);
});

test.each(['http://172.32.0.9', 'http://11.0.0.1', 'https://local.example.com', 'http://[2001:db8::1]'])(
  '%s is out in the world',
  origin => {
    expect(callbackAddress(PATH, origin).isReachable).toBe(true);
  },
);
