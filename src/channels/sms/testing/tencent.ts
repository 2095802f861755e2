import { z } from 'zod';
import { DAY, SECOND } from '#platform/clock.ts';
import type { Answered, Asked } from './aliyun.ts';
import { tencentAuthorization } from './helpers.ts';
import type { World } from './world.ts';

const sending = z.object({
  PhoneNumberSet: z.array(z.string()),
  SmsSdkAppId: z.string(),
  SignName: z.string(),
  TemplateId: z.string(),
  TemplateParamSet: z.array(z.string()),
  SessionContext: z.string().max(511),
});
type Body = z.output<typeof sending>;

/** Tencent Cloud's SendSms and SmsPackagesStatistics; signatures are judged by the vendor's own helper. */
export function serveTencent(world: World, asked: Asked): Answered {
  const refusal = refuse(world, asked);
  if (refusal) return error(refusal);
  const action = asked.headers['x-tc-action'] ?? '';
  const fault = world.fault(action);
  if (fault?.kind === 'before') return 'break';
  if (fault?.kind === 'code') return error(fault.code);
  const answer = act(world, action, asked.body, fault?.kind === 'number' ? fault.code : undefined);
  return fault?.kind === 'after' ? 'break' : answer;
}

function act(world: World, action: string, body: string, forced: string | undefined): Answered {
  if (action === 'SmsPackagesStatistics') {
    const { SmsSdkAppId } = JSON.parse(body) as { SmsSdkAppId?: string };
    return SmsSdkAppId === world.appId
      ? ok({ SmsPackagesStatisticsSet: [] })
      : error('UnauthorizedOperation.SmsSdkAppIdVerifyFail');
  }
  const read = sending.safeParse(JSON.parse(body));
  if (action !== 'SendSms' || !read.success) return error('InvalidParameter');
  const asked = read.data;
  if (asked.SmsSdkAppId !== world.appId) return error('UnauthorizedOperation.SmsSdkAppIdVerifyFail');
  if (asked.PhoneNumberSet.length > 200) return error('LimitExceeded.PhoneNumberCountLimit');
  return ok({ SendStatusSet: asked.PhoneNumberSet.map(number => statusOf(world, asked, number, forced)) });
}

function statusOf(world: World, asked: Body, number: string, forced: string | undefined) {
  const Code = forced ?? refusalOf(world, asked, number) ?? 'Ok';
  const { TemplateId, TemplateParamSet, SessionContext } = asked;
  const message = {
    vendor: 'tencent',
    number,
    template: TemplateId,
    parameters: JSON.stringify(TemplateParamSet),
    reference: SessionContext,
  } as const;
  const SerialNo = Code === 'Ok' ? world.send(message) : '';
  return {
    SerialNo,
    PhoneNumber: number,
    Fee: Code === 'Ok' ? 1 : 0,
    SessionContext,
    Code,
    Message: Code,
    IsoCode: 'CN',
  };
}

/** The same text to a number once in 30 seconds, ten times a day. */
function refusalOf(
  world: World,
  { SignName, TemplateId, TemplateParamSet }: Body,
  number: string,
): string | undefined {
  if (SignName !== world.signName) return 'FailedOperation.SignatureIncorrectOrUnapproved';
  if (!/^\+861\d{10}$/.test(number)) return 'InvalidParameterValue.IncorrectPhoneNumber';
  const had = (span: number) =>
    world.count('tencent', number, span, `${TemplateId} ${JSON.stringify(TemplateParamSet)}`);
  if (had(30 * SECOND) >= 1) return 'LimitExceeded.PhoneNumberThirtySecondLimit';
  return had(DAY) >= 10 ? 'LimitExceeded.PhoneNumberSameContentDailyLimit' : undefined;
}

function refuse(world: World, { headers, body }: Asked): string | undefined {
  const { id, secret } = world.keys.tencent;
  const [, secretId, service] = /Credential=([^/]+)\/[\d-]+\/(\w+)\//.exec(headers.authorization ?? '') ?? [];
  if (secretId !== id) return 'AuthFailure.SecretIdNotFound';
  const timestamp = Number(headers['x-tc-timestamp']);
  const expected = tencentAuthorization({
    ...{ method: 'POST', url: `http://${headers.host}/`, payload: Buffer.from(body), timestamp },
    ...{ service: service ?? '', secretId: id, secretKey: secret, multipart: false, boundary: '' },
    headers: { 'Content-Type': headers['content-type'] ?? '' },
  });
  if (headers.authorization !== expected) return 'AuthFailure.SignatureFailure';
  return Math.abs(world.clock.now().getTime() / SECOND - timestamp) < 300
    ? undefined
    : 'AuthFailure.SignatureExpire';
}

const ok = (response: object): Answered => ({
  status: 200,
  body: { Response: { ...response, RequestId: 'r' } },
});
const error = (Code: string): Answered => ok({ Error: { Code, Message: Code } });
