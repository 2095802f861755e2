import { createCanvas, loadImage } from '@napi-rs/canvas';
import jsqr from 'jsqr';

/** What an independent reader reads from a picture's code, as a phone would that sees all of it. */
export async function readCode(picture: Uint8Array): Promise<string | undefined> {
  const image = await loadImage(Buffer.from(picture));
  const canvas = createCanvas(image.width, image.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  return jsqr.default(new Uint8ClampedArray(data), image.width, image.height)?.data;
}
