/** How much of a file is read before it is refused. Bytes, counts and characters. */
export type Limits = {
  fileBytes: number;
  /** What a .gz or .xlsx may become. */
  unpackedBytes: number;
  zipEntries: number;
  /** xl/sharedStrings.xml is held in memory. */
  sharedStringBytes: number;
  columns: number;
  cellChars: number;
  rowChars: number;
};

const MB = 1024 * 1024;

export const LIMITS: Limits = {
  fileBytes: 1024 * MB,
  unpackedBytes: 4096 * MB,
  zipEntries: 2_000,
  sharedStringBytes: 256 * MB,
  columns: 2_000,
  cellChars: MB,
  rowChars: 8 * MB,
};

/** `1024 MB` → `1 GB`; for words. */
export function sizeInWords(bytes: number): string {
  if (bytes >= 1024 * MB) return `${round(bytes / (1024 * MB))} GB`;
  if (bytes >= MB) return `${round(bytes / MB)} MB`;
  return `${round(bytes / 1024)} KB`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
