import { z } from 'zod';
import { shanghaiDate } from '#platform/clock.ts';
import { canonicalQuery, sha256, signAcs3 } from './acs3.ts';
import { type Exchanged, exchange } from './exchange.ts';
import { faultOf, UNCERTAIN } from './faults.ts';
import { readAliyun } from './told.ts';
import { refused, unanswered, type VendorClient, type VendorOptions, wayFault } from './vendor.ts';

const OFFICIAL = 'https://dysmsapi.aliyuncs.com/';
const VERSION = '2017-05-25';

const sendAnswer = z.looseObject({ Code: z.string(), BizId: z.string().nullish() });
const detailsAnswer = z.looseObject({
  Code: z.string(),
  SmsSendDetailDTOs: z
    .looseObject({
      SmsSendDetailDTO: z.array(z.looseObject({ OutId: z.string().nullish() })).nullish(),
    })
    .nullish(),
});
/** 0 in review, 1 approved, 2 refused, 10 withdrawn. */
const signAnswer = z.looseObject({ Code: z.string(), SignStatus: z.coerce.number().int() });

/**
 * Aliyun SMS (Dysmsapi 2017-05-25): parameters in the query, an empty body, signature ACS3. One code answers for all
 * numbers of a call; which of them it means is not told.
 */
export function aliyunClient(options: VendorOptions): VendorClient {
  const { signName, clock } = options;
  return {
    numbersPerCall: 1_000,
    async send({ numbers, template, parameters, reference }) {
      const exchanged = await call(options, 'SendSms', {
        PhoneNumbers: numbers.map(withoutCountry).join(','),
        SignName: signName,
        TemplateCode: template,
        TemplateParam: JSON.stringify(Object.fromEntries(parameters.map(({ name, value }) => [name, value]))),
        OutId: reference,
      });
      if (!exchanged.answered) return unanswered(exchanged);
      const answer = sendAnswer.safeParse(exchanged.body);
      if (!answer.success) return { outcome: 'uncertain', message: UNCERTAIN };
      const { Code, BizId } = answer.data;
      if (Code !== 'OK') return refused(faultOf('aliyun', Code), clock);
      return {
        outcome: 'answered',
        numbers: numbers.map(number => ({ number, fate: 'accepted', id: BizId ?? '' })),
      };
    },
    async lookUp({ numbers, reference }, calledAt) {
      // The call went out as one: where one of its numbers is listed, all are.
      const [number = ''] = numbers;
      for (const day of new Set([calledAt, clock.now()].map(shanghaiDate))) {
        const found = await findOutId(options, number, day, reference);
        if (found !== 'not_there') return found;
      }
      return 'not_there';
    },
    async check() {
      const exchanged = await call(options, 'QuerySmsSign', { SignName: signName });
      if (!exchanged.answered)
        return { fault: wayFault(exchanged), reached: exchanged.carriedOut !== 'no', sign: 'unknown' };
      const code = z.object({ Code: z.string() }).safeParse(exchanged.body).data?.Code ?? 'unexpected_answer';
      if (code !== 'OK') return { fault: faultOf('aliyun', code), reached: true, sign: 'unknown' };
      const status = signAnswer.safeParse(exchanged.body).data?.SignStatus;
      const sign = status === undefined ? 'unknown' : status === 1 ? 'approved' : 'not_approved';
      return { fault: undefined, reached: true, sign };
    },
    readReceipts: readAliyun.receipts,
    readReplies: readAliyun.replies,
    answer: { code: 0, msg: '成功' },
  };
}

/** Whether a number's messages of a day hold one with our id; at most 50 of them are looked at. */
async function findOutId(options: VendorOptions, number: string, day: string, reference: string) {
  const exchanged = await call(options, 'QuerySendDetails', {
    PhoneNumber: withoutCountry(number),
    SendDate: day.replaceAll('-', ''),
    PageSize: '50',
    CurrentPage: '1',
  });
  const details = exchanged.answered ? detailsAnswer.safeParse(exchanged.body) : undefined;
  if (!details?.success || details.data.Code !== 'OK') return 'cannot_tell';
  const listed = details.data.SmsSendDetailDTOs?.SmsSendDetailDTO ?? [];
  return listed.some(({ OutId }) => OutId === reference) ? 'carried_out' : 'not_there';
}

async function call(
  { key, baseUrl = OFFICIAL, clock, nonce, timeout }: VendorOptions,
  action: string,
  query: Record<string, string>,
): Promise<Exchanged> {
  const url = new URL(baseUrl);
  const headers: Record<string, string> = {
    host: url.host,
    'x-acs-action': action,
    'x-acs-version': VERSION,
    'x-acs-date': `${clock.now().toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': nonce(),
    'x-acs-content-sha256': sha256(''),
  };
  const authorization = signAcs3({ method: 'POST', path: url.pathname, query, headers, body: '' }, key);
  url.search = canonicalQuery(query);
  return await exchange({ url, headers: { ...headers, authorization }, body: '' }, timeout);
}

/** Chinese numbers go without the country. */
const withoutCountry = (number: string) => number.replace(/^\+86/, '').replace(/^\+/, '');
