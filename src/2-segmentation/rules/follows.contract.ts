import { z } from 'zod';
import { id, text } from '#platform/contract.ts';
import { numberTest, windowSchema } from './tests.contract.ts';

/**
 * Who added and follows a person, on which account, by what way. Counted are members, each once. `first`: the first time
 * that anybody added the person, however it ended; one that was deleted and added again still counts from its beginning.
 */
export const followsLeaf = z.object({
  follows: z.enum(['now', 'ended', 'ever', 'first']),
  test: numberTest,
  /** When the member added the person, or was added. */
  window: windowSchema.nullable(),
  members: z.array(id('mem')).max(500).default([]),
  /** With the teams below them; a member named or in a team named is meant. */
  teams: z.array(id('team')).max(100).default([]),
  accounts: z.array(id('acc')).max(100).default([]),
  /** WeCom’s add_way. */
  ways: z.array(z.number().int().min(0).max(10_000)).max(50).default([]),
  /** WeCom’s state: what stands behind a QR code or an acquisition link. */
  codes: z.array(text(200)).max(200).default([]),
  endedBy: z.enum(['customer', 'member', 'transfer']).nullable().default(null),
  ended: windowSchema.nullable().default(null),
});
export type FollowsLeaf = z.output<typeof followsLeaf>;
