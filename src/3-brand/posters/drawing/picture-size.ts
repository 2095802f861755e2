/** Width and height of a PNG or JPEG, from its header alone; undefined where it has none that can be read. */
export function pictureSize(bytes: Buffer): { width: number; height: number } | undefined {
  const size = bytes.length > 24 && bytes.readUInt32BE(0) === 0x89504e47 ? ofPng(bytes) : ofJpeg(bytes);
  return size && size.width > 0 && size.height > 0 ? size : undefined;
}

/** IHDR is the first chunk (PNG, 11.2.2). */
const ofPng = (bytes: Buffer) => ({ width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) });

/** Steps over segments to the start of the frame, whichever kind it is (ITU T.81, B.2.2). */
function ofJpeg(bytes: Buffer) {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}
