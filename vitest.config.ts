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
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: 'src/platform/testing/global-setup.ts',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    isolate: true,
    maxWorkers: 2,
    unstubEnvs: true,
    sequence: { sequencer: LongFirst },
  },
});
