import type { Limits } from '../reads.ts';
import type { Draft } from './draft.ts';
import type { Timing } from './timing.ts';
import type { PreviewAnswer } from './use-preview.ts';

/** What every step of the wizard gets. */
export type StepProps = {
  draft: Draft;
  change: (patch: Partial<Draft>) => void;
  preview: PreviewAnswer;
  when: Timing;
  limits: Limits;
};
