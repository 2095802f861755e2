import { z } from 'zod';
import { id, text } from '#platform/contract.ts';

/** Where one may sign in without a password. */
export const signInWays = z.object({ wecom: z.array(z.object({ id: id('acc'), name: z.string() })) });

export const beginQuery = z.object({
  /** Absent: the first corp that has an app. */
  account: id('acc').optional(),
  for: z.enum(['console', 'sidebar']).default('console'),
  /** A path of ours to go on to. */
  to: text(500).optional(),
});
/** Who a member from WeCom is; with the password of who says so. */
export const joinBody = z.object({ into: id('mem'), password: text(200) });

export const finishQuery = z.object({ code: text(512).default(''), state: text(128).default('') });

/**
 * Why somebody was not signed in. `state`: not begun in this browser, too late, or a second time; `outsider`: no member
 * of the corp; `unknown`: a member Siyu has not read in; `disabled`: stopped in Siyu or in WeCom; `code`: WeCom does
 * not know the code (any more); `wecom`: WeCom could not be asked; `no_account`: no corp to sign in through.
 */
export type SignInRefusal = 'state' | 'outsider' | 'unknown' | 'disabled' | 'code' | 'wecom' | 'no_account';
