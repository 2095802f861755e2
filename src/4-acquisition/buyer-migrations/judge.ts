import type { z } from 'zod';
import type { stoppedView } from './contract.ts';

export type Lines = { minAccepted: number; maxRefused: number; judgedFrom: number };
export type Judged = { accepted: number; refused: number; judged: number };
export type Crossed = Omit<z.output<typeof stoppedView>, 'at'>;

/**
 * Whether a migration goes on: with too few judged it does; then it stops above the line of refusals, and below the line
 * of acceptances. Refusals are looked at first: they hurt people, the others only cost time. Shares are whole percent.
 */
export function judge({ accepted, refused, judged }: Judged, lines: Lines): Crossed | undefined {
  if (judged < lines.judgedFrom) return undefined;
  const shareOf = (part: number) => Math.round((part / judged) * 100);
  if (refused * 100 > lines.maxRefused * judged)
    return { line: 'refused', judged, share: shareOf(refused), limit: lines.maxRefused };
  if (accepted * 100 < lines.minAccepted * judged)
    return { line: 'accepted', judged, share: shareOf(accepted), limit: lines.minAccepted };
  return undefined;
}
