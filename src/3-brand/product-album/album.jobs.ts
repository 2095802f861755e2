import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { TELL_ALBUM } from './album.routes.ts';
import { checkAlbums } from './check-album.ts';
import { tellAlbum } from './tell-album.ts';

/** WeCom is told of what has changed, by the minute what it did not take; every night its albums are compared. */
export function albumJobs(platform: Platform): Job<never>[] {
  const tell: Job<unknown> = {
    ...TELL_ALBUM,
    data: z.unknown(),
    unique: true,
    cron: '* * * * *',
    expireInSeconds: 3_600,
    handle: async () => void (await tellAlbum(platform)),
  };
  const check: Job<unknown> = {
    name: 'album.check',
    data: z.unknown(),
    cron: '10 4 * * *',
    expireInSeconds: 3_600,
    handle: () => checkAlbums(platform),
  };
  return [tell, check] as Job<never>[];
}
