import { z } from 'zod';
import { id, instant, name, text } from '#platform/contract.ts';

/** Pixels of the poster as it is drawn; places may lie partly outside, sizes are what they say. */
const pixels = (most: number) => z.number().int().min(1).max(most);
const place = z.number().int().min(-4_000).max(4_000);
const colour = z.string().regex(/^#[0-9a-f]{6}$/);

/** From a phone's width to an A4 sheet at 300 dots an inch. */
export const WIDEST = 2_480;
export const TALLEST = 3_508;
const width = z.number().int().min(300).max(WIDEST);
const height = z.number().int().min(300).max(TALLEST);

/** What lies under everything. `shade` darkens a picture, in percent, so that words on it can be read. */
export const background = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('colour'), colour }),
  z.object({
    kind: z.literal('gradient'),
    from: colour,
    to: colour,
    angle: z.number().int().min(0).max(359),
  }),
  z.object({
    kind: z.literal('picture'),
    file: id('file'),
    shade: z.number().int().min(0).max(80).default(0),
  }),
]);

export const FONT_WEIGHTS = [400, 700, 900] as const;

/**
 * One thing on a poster, drawn in the order of the list; the code always last, so that nothing covers it. In texts
 * `{{hook}}` is the hook, `{{company}}` the company's name.
 */
export const layer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('text'),
    ...{ x: place, y: place, width: pixels(WIDEST) },
    text: text(300),
    size: z.number().int().min(12).max(400),
    weight: z.literal(FONT_WEIGHTS).default(400),
    colour: colour.default('#1c2421'),
    align: z.enum(['left', 'center', 'right']).default('left'),
    /** More lines than these are refused, never cut off. */
    lines: z.number().int().min(1).max(30).default(2),
    /** The height of a line, in percent of the letters'. */
    leading: z.number().int().min(100).max(250).default(140),
  }),
  z.object({
    kind: z.literal('picture'),
    ...{ x: place, y: place, width: pixels(WIDEST), height: pixels(TALLEST) },
    file: id('file'),
    /** `cover` fills the place and cuts what is over; `contain` shows all of it. */
    fit: z.enum(['cover', 'contain']).default('cover'),
    radius: z.number().int().min(0).max(2_000).default(0),
  }),
  z.object({
    kind: z.literal('shape'),
    ...{ x: place, y: place, width: pixels(WIDEST), height: pixels(TALLEST) },
    colour,
    opacity: z.number().int().min(5).max(100).default(100),
    radius: z.number().int().min(0).max(2_000).default(0),
  }),
  z.object({
    kind: z.literal('qr'),
    ...{ x: place, y: place },
    /** Of the whole square: the code and the white around it that readers need. */
    size: z.number().int().min(80).max(WIDEST),
    /** How much of it may be lost: L 7 %, M 15 %, Q 25 %, H 30 % (ISO/IEC 18004). */
    level: z.enum(['L', 'M', 'Q', 'H']).default('M'),
  }),
]);

export const HOOK_LENGTH = 60;

/** What a poster shows; a change of it replaces all of it. */
export const posterDesign = z.object({
  ...{ width, height, background },
  layers: z.array(layer).min(1).max(40),
  /** What makes somebody scan, in one line; a variant of a live code may say another. */
  hook: text(HOOK_LENGTH).trim().default(''),
});
export type PosterDesign = z.output<typeof posterDesign>;
export type Layer = z.output<typeof layer>;
export type TextLayer = Extract<Layer, { kind: 'text' }>;
export type PictureLayer = Extract<Layer, { kind: 'picture' }>;
export type QrLayer = Extract<Layer, { kind: 'qr' }>;
export type Background = z.output<typeof background>;

export const posterBody = posterDesign.extend({ name: name(40) });
export const posterChange = posterBody.extend({
  /** Of the version that was read: another's change in between is not overwritten. */
  version: z.number().int(),
});

export const posterRow = z.object({
  id: id('pos'),
  name: z.string(),
  ...{ width: z.number().int(), height: z.number().int(), hook: z.string(), version: z.number().int() },
  archived: z.boolean(),
  createdBy: z.string(),
  updatedAt: instant,
});
export const posterView = posterBody.extend(posterRow.shape);

export const posterListQuery = z.object({
  q: text(100).optional(),
  archived: z.enum(['yes']).optional(),
});

/** A design to begin with; its picture is at `/poster-templates/{key}/picture`. */
export const templateView = posterDesign.extend({ key: z.string(), name: z.string(), what: z.string() });

/** Where a layer came to lie, in pixels of the poster: of a text, what its lines take. */
export const boxView = z.object({
  layer: z.number().int(),
  ...{ x: z.number(), y: z.number(), width: z.number(), height: z.number() },
  lines: z.number().int().nullable(),
});
export const previewView = z.object({
  /** A data URL, as wide as `PREVIEW_WIDTH` at most. */
  image: z.string(),
  boxes: z.array(boxView),
  /** Characters that the embedded fonts lack: another machine may draw them otherwise, or as empty boxes. */
  unknown: z.array(z.string()),
});
export const PREVIEW_WIDTH = 600;

export const pictureQuery = z.object({
  width: z.coerce.number().int().min(60).max(WIDEST).optional(),
  format: z.enum(['jpg', 'png']).default('jpg'),
  /** Of the poster, so that a browser may keep the picture until it changes. */
  version: z.coerce.number().int().optional(),
});
