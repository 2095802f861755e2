import type { Canvas, Image, SKRSContext2D } from '@napi-rs/canvas';
import { Problem } from '#platform/http/problem.ts';
import type { Background, Layer, PictureLayer, PosterDesign } from '../contract.ts';
import { NEEDS_ONE_CODE } from '../refusals.ts';
import { loadCanvas } from './canvas.ts';
import { drawCode, planCode } from './draw-code.ts';
import { drawText, lineHeight } from './draw-text.ts';

/** What a poster says besides its design: where its code leads, and the words of its places. */
export type Filling = { link: string; words: Readonly<Record<'hook' | 'company', string>> };
export type Box = {
  layer: number;
  x: number;
  y: number;
  width: number;
  height: number;
  lines: number | null;
};
/** `texts`: what is written on it, with its places filled. */
export type Drawn = { canvas: Canvas; boxes: Box[]; texts: string[] };

/** `wide`: drawn smaller, as for a list; the code is then none that a reader is promised to read. */
type Asked = { design: PosterDesign; pictures: ReadonlyMap<number, Image>; filling: Filling; wide?: number };

/** Draws a poster, layer upon layer, the code last. @throws Problem where something does not fit, see refusals.ts */
export async function drawPoster({ design, pictures, filling, wide }: Asked): Promise<Drawn> {
  const { createCanvas } = await loadCanvas();
  const { width, height, background, layers } = design;
  const codes = layers.filter(({ kind }) => kind === 'qr').length;
  if (codes !== 1) throw new Problem(NEEDS_ONE_CODE, { codes });
  const scale = Math.min(1, (wide ?? width) / width);
  const canvas = createCanvas(Math.round(width * scale), Math.round(height * scale));
  const pen = canvas.getContext('2d');
  pen.imageSmoothingQuality = 'high';
  pen.scale(scale, scale);
  drawBackground(pen, background, design, pictures);
  const order = layers.map((layer, at) => ({ layer, at })).sort((a, b) => isCode(a.layer) - isCode(b.layer));
  const boxes = order.map(({ layer, at }) => drawLayer(pen, layer, at, { design, pictures, filling }));
  const texts = layers.flatMap(layer => (layer.kind === 'text' ? [fill(layer.text, filling)] : []));
  return { canvas, boxes: boxes.sort((a, b) => a.layer - b.layer), texts };
}

const isCode = ({ kind }: Layer) => Number(kind === 'qr');

function drawLayer(pen: SKRSContext2D, layer: Layer, at: number, asked: Asked): Box {
  const { x, y } = layer;
  if (layer.kind === 'qr') {
    drawCode(pen, layer, planCode(layer, asked.filling.link, asked.design));
    return { layer: at, x, y, width: layer.size, height: layer.size, lines: null };
  }
  if (layer.kind === 'text') {
    const lines = drawText(pen, layer, fill(layer.text, asked.filling), at);
    return { layer: at, x, y, width: layer.width, height: lines * lineHeight(layer), lines };
  }
  if (layer.kind === 'shape') drawShape(pen, layer);
  else drawPicture(pen, layer, asked.pictures.get(layer.file));
  return { layer: at, x, y, width: layer.width, height: layer.height, lines: null };
}

/** Fills the places that there are; whatever else stands in braces is drawn as it stands, and seen in the preview. */
function fill(text: string, { words }: Filling): string {
  return text.replace(/\{\{\s*(hook|company)\s*\}\}/g, (_, place: 'hook' | 'company') => words[place]);
}

function drawShape(pen: SKRSContext2D, shape: Extract<Layer, { kind: 'shape' }>): void {
  pen.globalAlpha = shape.opacity / 100;
  pen.fillStyle = shape.colour;
  outline(pen, shape);
  pen.fill();
  pen.globalAlpha = 1;
}

function drawPicture(pen: SKRSContext2D, layer: PictureLayer, image: Image | undefined): void {
  if (!image) return;
  pen.save();
  outline(pen, layer);
  pen.clip();
  place(pen, image, layer, layer.fit);
  pen.restore();
}

type Rectangle = { x: number; y: number; width: number; height: number };

function outline(pen: SKRSContext2D, { x, y, width, height, radius }: Rectangle & { radius: number }): void {
  pen.beginPath();
  pen.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
}

/** In the middle of its place, with its own proportions. */
function place(
  pen: SKRSContext2D,
  image: Image,
  { x, y, width, height }: Rectangle,
  fit: 'cover' | 'contain',
) {
  const ratios = [width / image.width, height / image.height];
  const scale = fit === 'cover' ? Math.max(...ratios) : Math.min(...ratios);
  const [w, h] = [image.width * scale, image.height * scale];
  pen.drawImage(image, x + (width - w) / 2, y + (height - h) / 2, w, h);
}

function drawBackground(
  pen: SKRSContext2D,
  background: Background,
  { width, height }: PosterDesign,
  pictures: ReadonlyMap<number, Image>,
): void {
  const whole = { x: 0, y: 0, width, height };
  pen.fillStyle = background.kind === 'colour' ? background.colour : '#ffffff';
  if (background.kind === 'gradient') pen.fillStyle = gradient(pen, background, whole);
  pen.fillRect(0, 0, width, height);
  if (background.kind !== 'picture') return;
  const image = pictures.get(background.file);
  if (image) place(pen, image, whole, 'cover');
  pen.fillStyle = `rgba(0, 0, 0, ${background.shade / 100})`;
  pen.fillRect(0, 0, width, height);
}

/** From one end to the other in the angle's direction; 0 is upwards, as in CSS. */
function gradient(
  pen: SKRSContext2D,
  { from, to, angle }: Extract<Background, { kind: 'gradient' }>,
  { width, height }: Rectangle,
) {
  const turn = (angle * Math.PI) / 180;
  const half = (Math.abs(width * Math.sin(turn)) + Math.abs(height * Math.cos(turn))) / 2;
  const [dx, dy] = [Math.sin(turn) * half, -Math.cos(turn) * half];
  const ramp = pen.createLinearGradient(width / 2 - dx, height / 2 - dy, width / 2 + dx, height / 2 + dy);
  ramp.addColorStop(0, from);
  ramp.addColorStop(1, to);
  return ramp;
}
