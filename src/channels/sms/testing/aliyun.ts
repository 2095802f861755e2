import { DAY, HOUR, MINUTE } from '#platform/clock.ts';
import { sha256 } from '../acs3.ts';
import { aliyunAuthorization } from './helpers.ts';
import type { World } from './world.ts';

export type Asked = {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
};
export type Answered = { status: number; body: object } | 'break';

/** Aliyun's SendSms, QuerySendDetails and QuerySmsSign; signatures are judged by the vendor's own helper. */
export function serveAliyun(world: World, asked: Asked): Answered {
  const refusal = refuse(world, asked);
  if (refusal) return bad(refusal);
  const action = asked.headers['x-acs-action'] ?? '';
  const fault = world.fault(action);
  if (fault?.kind === 'before') return 'break';
  if (fault?.kind === 'code' || fault?.kind === 'number')
    return ok({ Code: fault.code, Message: fault.code });
  const answer = act(world, action, asked.query);
  return fault?.kind === 'after' ? 'break' : answer;
}

function act(world: World, action: string, query: Record<string, string>): Answered {
  if (action === 'QuerySmsSign')
    return query.SignName === world.signName
      ? ok({ Code: 'OK', SignStatus: 1, SignName: query.SignName })
      : ok({ Code: 'isv.SMS_SIGNATURE_ILLEGAL', Message: 'no such signature' });
  if (action === 'QuerySendDetails')
    return ok({ Code: 'OK', SmsSendDetailDTOs: { SmsSendDetailDTO: details(world, query) } });
  if (action !== 'SendSms') return bad('InvalidAction.NotFound');
  return sendSms(world, query);
}

function sendSms(world: World, query: Record<string, string>): Answered {
  const numbers = (query.PhoneNumbers ?? '').split(',');
  const code = numbers.map(number => limitOf(world, number)).find(Boolean);
  if (query.SignName !== world.signName) return ok({ Code: 'isv.SMS_SIGNATURE_ILLEGAL' });
  if (numbers.length > 1_000) return ok({ Code: 'isv.MOBILE_COUNT_OVER_LIMIT' });
  // One number that cannot have it, and none has it.
  if (code) return ok({ Code: code, Message: code });
  const id = world.id();
  const { TemplateCode = '', TemplateParam = '', OutId = '' } = query;
  for (const number of numbers)
    world.send(
      {
        vendor: 'aliyun',
        number: `+86${number}`,
        template: TemplateCode,
        parameters: TemplateParam,
        reference: OutId,
      },
      id,
    );
  return ok({ Code: 'OK', Message: 'OK', BizId: id, RequestId: 'r' });
}

/** Once a minute, five an hour, ten a day and number. */
function limitOf(world: World, number: string): string | undefined {
  if (!/^1\d{10}$/.test(number)) return 'isv.MOBILE_NUMBER_ILLEGAL';
  const had = (span: number) => world.count('aliyun', `+86${number}`, span);
  return had(MINUTE) >= 1 || had(HOUR) >= 5 || had(DAY) >= 10 ? 'isv.BUSINESS_LIMIT_CONTROL' : undefined;
}

function details(world: World, query: Record<string, string>) {
  return world.sent
    .filter(one => one.vendor === 'aliyun' && one.number === `+86${query.PhoneNumber}`)
    .map(one => ({ OutId: one.reference, PhoneNum: query.PhoneNumber, SendStatus: one.reported ? 3 : 1 }));
}

function refuse(world: World, { method, path, query, headers, body }: Asked): string | undefined {
  const { id, secret } = world.keys.aliyun;
  const given = headers.authorization ?? '';
  const signed = /SignedHeaders=([^,]+),/.exec(given)?.[1]?.split(';') ?? [];
  if (!given.includes(`Credential=${id},`)) return 'InvalidAccessKeyId.NotFound';
  const request = {
    method,
    pathname: path,
    query,
    headers: Object.fromEntries(signed.map(name => [name, headers[name] ?? ''])),
  };
  const payload = sha256(body);
  const expected = aliyunAuthorization(request, payload, id, secret);
  if (given !== expected || payload !== headers['x-acs-content-sha256']) return 'SignatureDoesNotMatch';
  const age = Math.abs(world.clock.now().getTime() - Date.parse(headers['x-acs-date'] ?? ''));
  if (!(age < 15 * MINUTE)) return 'InvalidTimeStamp.Expired';
  const nonce = headers['x-acs-signature-nonce'] ?? '';
  if (world.nonces.has(nonce)) return 'SignatureNonceUsed';
  world.nonces.add(nonce);
  return undefined;
}

const ok = (body: object): Answered => ({ status: 200, body });
const bad = (code: string): Answered => ({ status: 400, body: { Code: code, Message: code } });
