import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { newSecret, signedHeaders } from './signature.ts';

const body = JSON.stringify({
  type: 'order.placed',
  timestamp: '2026-06-03T04:00:00.000Z',
  data: { 名: '林' },
});
const message = () => ({ id: 'whd_42', at: new Date(), body });

test('the reference library of Standard Webhooks takes what is signed here', () => {
  const secret = newSecret();
  expect(Buffer.from(secret.slice('whsec_'.length), 'base64').length).toBeGreaterThanOrEqual(24);
  const signed = signedHeaders([secret], message());
  expect(new Webhook(secret).verify(body, signed)).toEqual(JSON.parse(body));
  for (const changed of [`${body} `, body.replace('placed', 'paid')])
    expect(() => new Webhook(secret).verify(changed, signed)).toThrow('No matching signature');
  expect(() => new Webhook(secret).verify(body, { ...signed, 'webhook-id': 'whd_43' })).toThrow();
  expect(() => new Webhook(newSecret()).verify(body, signed)).toThrow();
});

test('it signs as the reference library does, to the letter', () => {
  const [secret, { id, at }] = [newSecret(), message()];
  expect(signedHeaders([secret], { id, at, body })['webhook-signature']).toBe(
    new Webhook(secret).sign(id, at, body),
  );
});

test('while a secret changes, who has the old one and who has the new one both take it', () => {
  const [before, now] = [newSecret(), newSecret()];
  const signed = signedHeaders([now, before], message());
  for (const secret of [before, now]) expect(new Webhook(secret).verify(body, signed)).toBeDefined();
});

test('the example of the specification', () => {
  const headers = signedHeaders(['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'], {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: new Date(1_614_265_330_000),
    body: '{"test": 2432232314}',
  });
  expect(headers).toEqual({
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});
