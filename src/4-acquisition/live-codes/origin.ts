import type { Context } from 'hono';
import type { Platform } from '#platform/platform.ts';

/** Under which address customers reach this Siyu: what was configured, or how this request came in. */
export function originOf({ config }: Platform, http: Context): string {
  return (config.publicUrl ?? new URL(http.req.url).origin).replace(/\/$/, '');
}
