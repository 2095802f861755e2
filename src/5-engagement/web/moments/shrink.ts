/** What WeCom takes of a moment's picture (41081), and what is stored of any picture here. */
const MOST_PIXELS = 1_555_200;
const MOST_BYTES = 2 * 2 ** 20;

/** The picture as it is where it is small enough, else scaled down to what WeCom takes; a photo of a phone never is. */
export async function shrink(file: File): Promise<File> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  // What is no picture is for the server to refuse, in words.
  if (!picture) return file;
  const { width, height } = picture;
  const scale = Math.min(1, Math.sqrt(MOST_PIXELS / (width * height)));
  if (scale === 1 && file.size <= MOST_BYTES) return file;
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(width * scale);
  canvas.height = Math.floor(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return file;
  // A jpeg has no transparency: what shows through a png is white, as it is in the feed.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/jpeg', 0.88));
  return blob ? new File([blob], file.name.replace(/\.\w+$/, '.jpg'), { type: 'image/jpeg' }) : file;
}
