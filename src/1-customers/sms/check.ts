import { sql } from 'kysely';
import type { z } from 'zod';
import { openSms, readSmsAccount } from '#channels';
import { type Language, say, type Words } from '#platform/contract.ts';
import { NOT_FOUND, Problem } from '#platform/http/problem.ts';
import type { Platform } from '#platform/platform.ts';
import type { smsCheck } from './contract.ts';

type Check = z.output<typeof smsCheck>;
type Told = { state: Check['steps'][number]['state']; words: Words };

const say_ = (state: Told['state'], zh: string, en: string): Told => ({ state, words: { zh, en } });
const WAITS = say_('waiting', '等前面的步骤通过后再检查。', 'Checked once the steps before are done.');

/** Asks the vendor, now, whether an account can send: a way there, keys, the signature; and whether it pushes to us. */
export async function checkSmsAccount(
  platform: Platform,
  accountId: number,
  language: Language,
): Promise<Check> {
  if ((await readSmsAccount(platform, accountId))?.status !== 'active') throw new Problem(NOT_FOUND);
  const { client } = await openSms(platform, accountId);
  const { fault, reached, sign } = await client.check();
  const failed: Told | undefined = fault && { state: 'failed', words: fault.message };
  // Passing troubles of the vendor's say nothing of keys or signature.
  const isOfWay = fault?.meaning === 'retry' || fault?.meaning === 'uncertain' || !reached;
  const isOfSign = fault?.code === 'isv.SMS_SIGNATURE_ILLEGAL';
  const network =
    isOfWay && failed ? failed : say_('ok', '能连上短信服务商。', 'The SMS vendor can be reached.');
  const goesOn = !(isOfWay && failed);
  const keysWell = say_('ok', '密钥正确，账号可用。', 'The keys are right and the account can be used.');
  const keys = !goesOn ? WAITS : failed && !isOfSign ? failed : keysWell;
  const steps = {
    network,
    keys,
    sign: keys.state === 'ok' ? signOf(isOfSign ? failed : undefined, sign) : WAITS,
    receipts: await receiptsOf(platform, accountId),
  };
  return {
    steps: Object.entries(steps).map(([step, { state, words }]) => ({
      step: step as Check['steps'][number]['step'],
      state,
      message: say(words, language),
    })),
  };
}

function signOf(failed: Told | undefined, sign: 'approved' | 'not_approved' | 'unknown'): Told {
  if (failed) return failed;
  if (sign === 'approved') return say_('ok', '短信签名已通过审核。', 'The signature is approved.');
  if (sign === 'not_approved')
    return say_('failed', '短信签名还没有通过审核。', 'The signature is not approved yet.');
  return say_(
    'waiting',
    '服务商不能按名称查询签名，第一次发送时才知道。',
    'The vendor cannot be asked for a signature by name; the first sending will tell.',
  );
}

async function receiptsOf({ db }: Platform, accountId: number): Promise<Told> {
  const { rows } = await sql<{ kinds: number }>`
    select count(distinct kind) as kinds from sms_inbox where account_id = ${accountId}`.execute(db);
  if (rows[0]?.kinds) return say_('ok', '收到过服务商的推送。', 'The vendor has pushed to us.');
  return say_(
    'waiting',
    '还没有收到过推送。把回执地址和上行地址填到服务商的控制台，发出第一条短信后这里变绿；没有回执就不知道有没有送达。',
    'Nothing has been pushed yet. Enter both addresses in the vendor’s console; this turns green after the first text. Without receipts nobody knows what was delivered.',
  );
}
