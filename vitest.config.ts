import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole processes and browsers first: the last of them alone would keep one of the two workers waiting. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = (file: TestSpecification) => !file.moduleId.includes('/src/');
    return (await super.sort(files)).sort((one, other) => Number(isLong(other)) - Number(isLong(one)));
  }
}

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
    // Reading the program in takes a third of a short test, so those of one worker share it; what starts processes does not.
    projects: [
      { extends: true, test: { name: 'test', include: ['test/**/*.test.ts'], isolate: true } },
      { extends: true, test: { name: 'src', include: ['src/**/*.test.ts'], isolate: false } },
    ],
  },
});
