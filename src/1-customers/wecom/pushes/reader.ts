import type { Reader } from '#platform/log/readers.ts';
import type { Platform } from '#platform/platform.ts';
import { concernedBy } from '../../identities/concerned.ts';
import { settlePushes } from './settle.sql.ts';

/**
 * Follows the log for whatever can change which tags WeCom is to show: tags come and go in a dozen ways (by hand, by
 * rules, files and their undoing, expiry, merges of tags and of people), each with its event, and here is one place for
 * all of them. The queue is written in the transaction that moves the cursor. Being late does no harm: what a member has
 * is known from `follow_tags`, so a sync in between brings nothing back.
 */
export function pushReader(platform: Platform): Reader {
  return {
    name: 'wecom.pushes',
    only: ['tag.%', 'follow.started', 'follow.changed', 'customers.merged', 'customers.unmerged'],
    handle: async (tx, events) => {
      await settlePushes(tx, platform, concernedBy(events, 'profiles'));
    },
  };
}
