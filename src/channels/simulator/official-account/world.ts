import { createHash } from 'node:crypto';

/** Somebody who follows, or followed once. */
export type FakeFollower = {
  openid: string;
  unionid?: string | undefined;
  /** What the operator's page calls them; no platform tells it. */
  name?: string | undefined;
  subscribe: boolean;
  subscribe_time: number;
  subscribe_scene: string;
  qr_scene_str: string;
  /** What opened windows for answers, in milliseconds: how long it is open, and how many answers are left. */
  windows: Window[];
  /** How many notices of a template they still take. */
  grants: Map<string, number>;
  received: Received[];
};

export type Window = { by: 'wrote' | 'acted'; until: number; left: number };

/** What arrived in somebody's chat with the account, as it was sent; `wrote`: what they sent themselves. */
export type Received = { at: number; msgtype: string; content: unknown };

export type FakeTemplate = { priTmplId: string; title: string; content: string; type: number };

export type FakeAccount = {
  appid: string;
  name: string;
  secret: string;
  /** The IP allowlist; undefined: nobody is turned away. */
  allowlist?: readonly string[] | undefined;
  /** Bound to an Open Platform account: only then unionids are told. */
  bound: boolean;
  token?: { value: string; until: number };
  followers: Map<string, FakeFollower>;
  /** Scenes by ticket. */
  codes: Map<string, string>;
  templates: FakeTemplate[];
  /** Pictures that were uploaded: how long a media_id is good, in milliseconds. */
  media: Map<string, number>;
  callback?: { url: string; token: string; key?: string | undefined } | undefined;
};

/** As the platform makes it: SHA-1 in hex over the parts, sorted. */
export function signatureOf(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Five answers within 48 hours of a message; three within a minute of following, scanning or using the menu. */
export const WINDOWS = {
  wrote: { lasts: 48 * HOUR, answers: 5 },
  acted: { lasts: MINUTE, answers: 3 },
};

/** What a follower does opens a window anew; the other one goes on. */
export function opened(follower: FakeFollower, by: Window['by'], now: number): void {
  const { lasts, answers } = WINDOWS[by];
  follower.windows = follower.windows.filter(window => window.by !== by);
  follower.windows.push({ by, until: now + lasts, left: answers });
}
