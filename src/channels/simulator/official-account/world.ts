import { createHash } from 'node:crypto';

/** Somebody who follows, or followed once. */
export type FakeFollower = {
  openid: string;
  unionid?: string | undefined;
  subscribe: boolean;
  subscribe_time: number;
  subscribe_scene: string;
  qr_scene_str: string;
};

export type FakeAccount = {
  appid: string;
  secret: string;
  /** The IP allowlist; undefined: nobody is turned away. */
  allowlist?: readonly string[] | undefined;
  /** Bound to an Open Platform account: only then unionids are told. */
  bound: boolean;
  token?: { value: string; until: number };
  followers: Map<string, FakeFollower>;
  /** Scenes by ticket. */
  codes: Map<string, string>;
  callback?: { url: string; token: string; key?: string | undefined } | undefined;
};

/** As the platform makes it: SHA-1 in hex over the parts, sorted. */
export function signatureOf(...parts: string[]): string {
  return createHash('sha1').update(parts.sort().join('')).digest('hex');
}
