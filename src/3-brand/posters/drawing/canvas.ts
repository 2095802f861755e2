import { fileURLToPath } from 'node:url';

type CanvasModule = typeof import('@napi-rs/canvas');

/** Chinese with its rare characters first, then emoji in colour. */
export const FONTS = '"Siyu Sans", "Siyu Emoji"';

const NOTO = '@expo-google-fonts/noto-sans-sc';
export const TEXT_FILE = `${NOTO}/400Regular/NotoSansSC_400Regular.ttf`;
export const EMOJI_FILE = '@expo-google-fonts/noto-color-emoji/400Regular/NotoColorEmoji_400Regular.ttf';

/** The weights are cuts of one font and have the same characters. */
const FILES = [
  [TEXT_FILE, 'Siyu Sans'],
  [`${NOTO}/700Bold/NotoSansSC_700Bold.ttf`, 'Siyu Sans'],
  [`${NOTO}/900Black/NotoSansSC_900Black.ttf`, 'Siyu Sans'],
  [EMOJI_FILE, 'Siyu Emoji'],
] as const;

/** Where a font's package has put it. */
export const fontPath = (file: string) => fileURLToPath(import.meta.resolve(file));

let loading: Promise<CanvasModule> | undefined;

/**
 * The drawing library with the embedded fonts, loaded when the first poster is drawn: a process that draws none has
 * neither in its memory. What our fonts have looks the same wherever it is drawn; for the rest the library looks among the
 * machine's fonts whatever it is told (`coverage.ts` says which characters these are).
 */
export function loadCanvas(): Promise<CanvasModule> {
  loading ??= load();
  return loading;
}

async function load(): Promise<CanvasModule> {
  process.env.DISABLE_SYSTEM_FONTS_LOAD = '1';
  const canvas = await import('@napi-rs/canvas');
  // From the file, not from a Buffer: that one the library would go on referring to after it is collected.
  for (const [file, family] of FILES)
    if (!canvas.GlobalFonts.registerFromPath(fontPath(file), family))
      throw new Error(`The font ${file} could not be loaded`);
  return canvas;
}
