import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context } from 'hono';

/**
 * The peer's address as the socket knows it. `X-Forwarded-For` is not believed: anybody can write it, and the login
 * limiter counts by this.
 */
export function clientAddress(context: Context): string {
  try {
    return getConnInfo(context).remote.address ?? 'unknown';
  } catch {
    return 'local';
  }
}
