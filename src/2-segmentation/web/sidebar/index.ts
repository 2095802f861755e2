import type { Piece } from '#web/sidebar/piece.ts';
import { showFollowUp } from './follow-up.ts';
import { showNextStep } from './next-step.ts';

/** What this stage shows of a customer beside a chat. */
export const pieces: readonly Piece[] = [
  { order: 20, show: showNextStep },
  { order: 40, show: showFollowUp },
];
