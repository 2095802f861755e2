import { isAnyBehind, startReaders } from '#platform/log/readers.ts';
import type { Story } from './story.ts';

/**
 * Lets the stages' readers read the log to its end, on the story's clock. Between such moments they rest: what each
 * small step changes need not be projected at once, and on two cores it would only be in the way.
 */
export async function readLog({ platform, stages }: Pick<Story, 'platform' | 'stages'>): Promise<void> {
  const readers = stages.flatMap(stage => stage.readers?.(platform) ?? []);
  const running = startReaders(platform.db, readers, platform.log);
  const names = readers.map(reader => reader.name);
  try {
    // One reader’s work is news for another, so they are only through when all are at once.
    while (await isAnyBehind(platform.db, names)) await new Promise(resolve => setTimeout(resolve, 10));
  } finally {
    await running.stop();
  }
}
