import { z } from 'zod';
import type { Job } from '#platform/jobs/jobs.ts';
import type { Platform } from '#platform/platform.ts';
import { runStep } from './imports.ts';

const data = z.object({ importId: z.number().int() });

export const IMPORT = { name: 'import.step' };

/** Has a worker take up what nobody works on any more: a process was killed, or a command ended with Ctrl-C. */
export async function resumeImports({ db, jobs }: Platform): Promise<void> {
  const open = await db
    .selectFrom('imports')
    .select('id')
    .where('status', 'in', ['checking', 'importing', 'undoing'])
    .orderBy('id')
    .execute();
  for (const { id } of open) await jobs.enqueue(db, IMPORT, { importId: id }, { onlyOne: String(id) });
}

/** One import at a time: they compete for the same rows, and a second core is for the people at work. */
export function importJobs(platform: Platform): Job<never>[] {
  const step: Job<z.output<typeof data>> = {
    ...IMPORT,
    data,
    unique: true,
    expireInSeconds: 6 * 3_600,
    async handle({ importId }) {
      await runStep(platform, importId);
    },
  };
  return [step] as Job<never>[];
}
