import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole processes and browsers first: the last of them alone would keep one of the two workers waiting. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = (file: TestSpecification) => !file.moduleId.includes('/src/');
    return (await super.sort(files)).sort((one, other) => Number(isLong(other)) - Number(isLong(one)));
  }
}

/** What reads modules the way only the console’s build does (import.meta.glob). */
const BUILT = ['src/web/pages.test.ts', 'src/web/i18n/texts.test.ts', 'test/e2e/pages.test.ts'];

/** Of the tests of the whole, those that start no process of their own. */
const IN_PROCESS =
  'test/{audited-writes,authorization,data-scope,demo,hostile-*,import-to-ledger,random-writes,secrets}.test.ts';

export default defineConfig({
  test: {
    globalSetup: 'src/platform/testing/global-setup.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A busy machine takes longer than the second that is usual; what never comes fails all the same.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
    unstubEnvs: true,
    sequence: { sequencer: LongFirst },
    // Node reads the program in as it does when it runs, from its compile cache (tools/test.ts): a quarter faster.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // Those of one worker share what was read in; what starts processes does not.
    projects: [
      {
        extends: true,
        test: {
          name: 'test',
          include: ['test/**/*.test.ts'],
          exclude: [...BUILT, IN_PROCESS],
          isolate: true,
        },
      },
      {
        extends: true,
        test: { name: 'src', include: ['src/**/*.test.ts', IN_PROCESS], exclude: BUILT, isolate: false },
      },
      { extends: true, test: { name: 'built', include: BUILT, experimental: { viteModuleRunner: true } } },
    ],
  },
});
