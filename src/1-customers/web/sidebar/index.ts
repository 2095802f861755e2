import type { Piece } from '#web/sidebar/piece.ts';
import { showOrders } from './orders.ts';
import { showTags } from './tags.ts';
import { showWho } from './who.ts';

/** What this stage shows of a customer beside a chat. */
export const pieces: readonly Piece[] = [
  { order: 10, show: showWho },
  { order: 50, show: showTags },
  { order: 60, show: showOrders },
];
