import { type Clock, MINUTE, SECOND } from '#platform/clock.ts';
import type { NumberFate, Sending, SendOutcome } from '../contract.ts';
import type { AccessKey } from './acs3.ts';
import type { Exchanged } from './exchange.ts';
import { type Fault, ON_THE_WAY, UNCERTAIN } from './faults.ts';
import type { Read } from './told.ts';

/** What an account at a vendor is called with. `baseUrl` differs only for a simulator. */
export type VendorOptions = {
  key: AccessKey;
  signName: string;
  appId: string;
  region: string;
  baseUrl?: string | undefined;
  clock: Clock;
  nonce: () => string;
  timeout?: number | undefined;
};

/** One vendor's way of doing what all of them do. */
export type VendorClient = {
  send(sending: Sending): Promise<SendOutcome>;
  lookUp(sending: Sending, calledAt: Date): Promise<'carried_out' | 'not_there' | 'cannot_tell'>;
  /** Asks for the account's standing; the fault if it is not well, and what was found out beyond. */
  check(): Promise<{
    fault: Fault | undefined;
    reached: boolean;
    sign: 'approved' | 'not_approved' | 'unknown';
  }>;
  /** Most numbers of one call. */
  numbersPerCall: number;
  /** What the vendor pushes to us, read. Nothing when it is no push of theirs. */
  readReceipts: Read['receipts'];
  readReplies: Read['replies'];
  /** What the vendor wants to hear when it was taken. */
  answer: object;
};

const SLOWER = 30 * SECOND;
/** Somebody has to put something right first; asking every few minutes finds it out. */
const ACCOUNT = 10 * MINUTE;

/** A refusal of the whole call, by what its code means. */
export function refused({ code, meaning, message }: Fault, clock: Clock): SendOutcome {
  if (meaning === 'uncertain') return { outcome: 'uncertain', message: UNCERTAIN };
  const after = (milliseconds: number) => new Date(clock.now().getTime() + milliseconds);
  const common = { outcome: 'refused', code, message } as const;
  if (meaning === 'account') return { ...common, again: true, at: after(ACCOUNT), because: 'account' };
  if (meaning === 'slow_down') return { ...common, again: true, at: after(SLOWER), because: 'call' };
  if (meaning === 'retry') return { ...common, again: true, because: 'call' };
  return { ...common, again: false, because: meaning === 'fix_data' ? 'call' : meaning };
}

/** What a code means for one number among many whose call was answered. */
export function fateOf(number: string, { code, meaning }: Fault): NumberFate {
  if (meaning === 'uncertain') return { number, fate: 'unknown', code };
  if (meaning === 'retry' || meaning === 'slow_down' || meaning === 'account')
    return { number, fate: 'later', code };
  return { number, fate: 'refused', reason: meaning === 'fix_data' ? 'rejected' : meaning, code };
}

/** No answer of the vendor's. Only what certainly was not carried out may be tried again. */
export function unanswered(exchanged: Exchanged & { answered: false }): SendOutcome {
  const { code, carriedOut } = exchanged;
  if (carriedOut === 'maybe') return { outcome: 'uncertain', message: UNCERTAIN };
  return { outcome: 'refused', again: true, because: 'call', code, message: ON_THE_WAY[code] };
}

export function wayFault({ code }: Exchanged & { answered: false }): Fault {
  return { code, meaning: 'retry', message: ON_THE_WAY[code] };
}
