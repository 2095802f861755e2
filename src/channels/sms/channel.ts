import type { DirectChannel, Sending, SendOutcome } from '../contract.ts';
import type { VendorClient } from './vendor.ts';

/** One text of a vendor's template to many numbers: a call is a sending, and there is nothing to confirm or to recall. */
export function smsChannel(client: VendorClient): DirectChannel {
  return {
    kind: 'sms',
    staffConfirmed: false,
    answers: false,
    capabilities: {
      person: true,
      group: false,
      moment: false,
      platformQuota: true,
      receipts: true,
      attachments: 0,
      attachmentKinds: [],
      // 500 characters of the Chinese that takes most.
      textBytes: 1_500,
      peoplePerTask: client.numbersPerCall,
      groupsPerTask: 0,
    },
    send: async sending => faultIn(sending, client) ?? (await client.send(sending)),
    lookUp: (sending, calledAt) => client.lookUp(sending, calledAt),
  };
}

/** What would be refused anyway is not sent off. */
function faultIn({ numbers, reference }: Sending, { numbersPerCall }: VendorClient): SendOutcome | undefined {
  if (numbers.length > 0 && numbers.length <= numbersPerCall && reference.length < 512) return undefined;
  const message = { zh: '号码个数不对，没有发出。', en: 'A wrong number of recipients; nothing was sent.' };
  return { outcome: 'refused', again: false, because: 'call', code: 'invalid_request', message };
}
