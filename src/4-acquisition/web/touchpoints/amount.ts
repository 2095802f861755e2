/** Yuan as somebody types them, at most two decimals, in whole fen; and back. */
export function fenOf(yuan: number): number {
  return Math.round(yuan * 100);
}

export function yuanOf(fen: number): number {
  return fen / 100;
}
