/** Beginnings of files as their formats have them, as long as a test wants them. */
const BEGINNINGS = {
  png: '89504e470d0a1a0a0000000d49484452',
  jpeg: 'ffd8ffe000104a464946',
  gif: '474946383961',
  amr: '2321414d520a3c',
  mp4: '0000002066747970' + '69736f6d00000200',
  mov: '0000001466747970' + '7174202000000200',
};

export function sample(format: keyof typeof BEGINNINGS, length = 64): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  bytes.set(Buffer.from(BEGINNINGS[format], 'hex').subarray(0, length));
  return bytes;
}
