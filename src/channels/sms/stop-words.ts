/** What customers answer to hear no more: R since 2024, T, TD and 退订 from before (CHANNELS.md E.3). */
const STOP = new Set(['R', 'T', 'TD', '退订', '拒收']);

/** Whether a reply asks to be left alone: any case, full width, with spaces and marks around or between. */
export function isStop(reply: string): boolean {
  const plain = reply
    .normalize('NFKC')
    .replace(/[\p{P}\p{S}\p{Z}\p{C}]/gu, '')
    .toUpperCase();
  return STOP.has(plain) || STOP.has(plain.replace(/^回复?/, ''));
}
