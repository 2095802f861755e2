import { z } from 'zod';
import { SECOND } from '#platform/clock.ts';
import type { NumberFate } from '../contract.ts';
import { type Exchanged, exchange } from './exchange.ts';
import { faultOf, UNCERTAIN } from './faults.ts';
import { signTc3 } from './tc3.ts';
import { readTencent } from './told.ts';
import { fateOf, refused, unanswered, type VendorClient, type VendorOptions, wayFault } from './vendor.ts';

const OFFICIAL = 'https://sms.tencentcloudapi.com/';
const VERSION = '2021-01-11';
const CONTENT_TYPE = 'application/json; charset=utf-8';

const envelope = z.object({
  Response: z.looseObject({ Error: z.looseObject({ Code: z.string() }).nullish() }),
});
const sendAnswer = z.looseObject({
  SendStatusSet: z.array(
    z.looseObject({ SerialNo: z.string().nullish(), PhoneNumber: z.string(), Code: z.string() }),
  ),
});

/**
 * Tencent Cloud SMS (2021-01-11): JSON, signature TC3. HTTP is 200 for good and bad; each number has a code of its own.
 * Of a call whose answer was lost nothing can be asked by our id: the pull by number tells only number, time and serial.
 */
export function tencentClient(options: VendorOptions): VendorClient {
  const { signName, appId, clock } = options;
  return {
    numbersPerCall: 200,
    async send({ numbers, template, parameters, reference }) {
      const exchanged = await call(options, 'SendSms', {
        PhoneNumberSet: numbers,
        SmsSdkAppId: appId,
        SignName: signName,
        TemplateId: template,
        TemplateParamSet: parameters.map(({ value }) => value),
        SessionContext: reference,
      });
      if (!exchanged.answered) return unanswered(exchanged);
      const code = codeIn(exchanged);
      if (code) return refused(faultOf('tencent', code), clock);
      const answer = sendAnswer.safeParse(exchanged.body.Response);
      if (!answer.success) return { outcome: 'uncertain', message: UNCERTAIN };
      const told = new Map(answer.data.SendStatusSet.map(one => [one.PhoneNumber, one]));
      const fates = numbers.map((number): NumberFate => {
        const one = told.get(number) ?? told.get(number.replace(/^\+86/, ''));
        if (!one) return { number, fate: 'unknown', code: '' };
        if (one.Code === 'Ok') return { number, fate: 'accepted', id: one.SerialNo ?? '' };
        return fateOf(number, faultOf('tencent', one.Code));
      });
      // All of them put off for the same thing (no money, say): it is of the call.
      const [first] = answer.data.SendStatusSet;
      if (first && fates.every(({ fate }) => fate === 'later'))
        return refused(faultOf('tencent', first.Code), clock);
      return { outcome: 'answered', numbers: fates };
    },
    lookUp: async () => 'cannot_tell',
    async check() {
      const exchanged = await call(options, 'SmsPackagesStatistics', {
        SmsSdkAppId: appId,
        Limit: 1,
        Offset: 0,
        BeginTime: '2020010100',
        EndTime: '2030010100',
      });
      if (!exchanged.answered)
        return { fault: wayFault(exchanged), reached: exchanged.carriedOut !== 'no', sign: 'unknown' };
      const code = codeIn(exchanged);
      return { fault: code ? faultOf('tencent', code) : undefined, reached: true, sign: 'unknown' };
    },
    readReceipts: readTencent.receipts,
    readReplies: readTencent.replies,
    answer: { result: 0, errmsg: 'OK' },
  };
}

/** The code of a refusal of the whole call, or nothing. */
function codeIn({ body }: Exchanged & { answered: true }): string | undefined {
  const read = envelope.safeParse(body);
  return read.success ? (read.data.Response.Error?.Code ?? undefined) : undefined;
}

async function call(
  { key, baseUrl = OFFICIAL, region, clock, timeout }: VendorOptions,
  action: string,
  input: object,
): Promise<Exchanged> {
  const url = new URL(baseUrl);
  const body = JSON.stringify(input);
  const timestamp = Math.floor(clock.now().getTime() / SECOND);
  const signed = { host: url.hostname, service: 'sms', contentType: CONTENT_TYPE, timestamp, body };
  const headers = {
    'content-type': CONTENT_TYPE,
    'x-tc-action': action,
    'x-tc-version': VERSION,
    'x-tc-region': region,
    'x-tc-timestamp': String(timestamp),
    authorization: signTc3(signed, key),
  };
  return await exchange({ url, headers, body }, timeout);
}
