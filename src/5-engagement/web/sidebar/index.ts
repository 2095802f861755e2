import type { Piece } from '#web/sidebar/piece.ts';
import { showScripts } from './scripts.ts';

/** What this stage shows of a customer beside a chat. */
export const pieces: readonly Piece[] = [{ order: 30, show: showScripts }];
