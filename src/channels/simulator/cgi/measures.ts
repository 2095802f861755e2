/** Width times height of a png or jpeg; 0 where the bytes do not tell. */
export function pixelsOf(bytes: Buffer): number {
  if (bytes.length >= 24 && bytes.toString('latin1', 1, 4) === 'PNG')
    return bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
  // A jpeg is a row of segments; the frame's begins with C0 to CF, but for three that are tables.
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7);
  }
  return 0;
}

/** How long an mp4 lasts, from its movie header (version 0); 0 where there is none. */
export function secondsOf(bytes: Buffer): number {
  const header = bytes.indexOf('mvhd');
  if (header < 0 || header + 24 > bytes.length || bytes[header + 4] !== 0) return 0;
  return bytes.readUInt32BE(header + 20) / Math.max(1, bytes.readUInt32BE(header + 16));
}
