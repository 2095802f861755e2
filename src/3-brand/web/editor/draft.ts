import type { Background, Layer, Template } from '../reads.ts';

/** A poster as it is written: layers have keys of their own, because they are moved about. */
export type Draft = {
  name: string;
  width: number;
  height: number;
  background: Background;
  hook: string;
  layers: readonly KeyedLayer[];
};
export type KeyedLayer = { key: string; layer: Layer };
type Design = Pick<Template, 'width' | 'height' | 'background' | 'hook' | 'layers'>;

let made = 0;
export const keyed = (layer: Layer): KeyedLayer => ({ key: `layer${++made}`, layer });

export function draftOf({ width, height, background, hook, layers }: Design, name: string): Draft {
  return { name, width, height, background, hook, layers: layers.map(keyed) };
}

export function blankDraft(): Draft {
  const background = { kind: 'colour', colour: '#ffffff' } as const;
  const qr = { kind: 'qr', x: 165, y: 760, size: 420, level: 'M' } as const;
  return draftOf({ width: 750, height: 1_334, background, hook: '', layers: [qr] }, '');
}

/** A new layer in the middle of the poster. */
export function blankLayer(kind: Layer['kind'], { width, height }: Draft): Layer {
  const half = Math.round(width / 2);
  const at = { x: Math.round(width / 4), y: Math.round(height / 3) };
  switch (kind) {
    case 'text':
      return {
        ...{ kind, ...at, width: half, text: '{{hook}}', size: Math.round(width / 16), weight: 700 },
        ...{ colour: '#1c2421', align: 'left', lines: 3, leading: 140 },
      };
    case 'picture':
      return { kind, ...at, width: half, height: half, file: '', fit: 'cover', radius: 0 };
    case 'shape':
      return { kind, ...at, width: half, height: half, colour: '#0f766e', opacity: 100, radius: 24 };
    case 'qr':
      return { kind, ...at, size: half, level: 'M' };
  }
}

/** What the API takes to keep it; undefined while something is wanting. */
export function bodyOf(draft: Draft) {
  return missingIn(draft) ? undefined : { ...designOf(draft), name: draft.name.trim() };
}

function designOf({ width, height, background, hook, layers }: Draft): Design {
  return { width, height, background, hook: hook.trim(), layers: layers.map(({ layer }) => layer) };
}

/** What can be drawn already, and which layers those are: a picture that is still to be chosen is left out. */
export function drawable(draft: Draft): { design: Design | undefined; keys: string[] } {
  const layers = draft.layers.filter(({ layer }) => !isUnchosen(layer));
  const background: Background = isUnchosen(draft.background)
    ? { kind: 'colour', colour: '#ffffff' }
    : draft.background;
  const design = layers.length > 0 ? designOf({ ...draft, background, layers }) : undefined;
  return { design, keys: layers.map(({ key }) => key) };
}

const isUnchosen = (one: Layer | Background) => one.kind === 'picture' && one.file === '';

/** What is still wanting, the first thing first; `at` counts from 1. */
export type Missing = { what: 'name' | 'background' } | { what: 'picture'; at: number };

export function missingIn({ name, background, layers }: Draft): Missing | undefined {
  if (name.trim() === '') return { what: 'name' };
  if (isUnchosen(background)) return { what: 'background' };
  const picture = layers.findIndex(({ layer }) => isUnchosen(layer));
  return picture >= 0 ? { what: 'picture', at: picture + 1 } : undefined;
}

/** Another size: everything keeps its share of the width, and its place from the top. */
export function resized(draft: Draft, width: number, height: number): Draft {
  const by = width / draft.width;
  const scaled = (value: number, least = 1) => Math.max(least, Math.round(value * by));
  const layers = draft.layers.map(({ key, layer }) => {
    const place = { x: Math.round(layer.x * by), y: Math.round(layer.y * by) };
    return { key, layer: { ...layer, ...place, ...sizesOf(layer, scaled) } as Layer };
  });
  return { ...draft, width, height, layers };
}

function sizesOf(layer: Layer, scaled: (value: number, least?: number) => number) {
  if (layer.kind === 'qr') return { size: scaled(layer.size, 80) };
  if (layer.kind === 'text')
    return { width: scaled(layer.width), size: Math.min(400, scaled(layer.size, 12)) };
  return { width: scaled(layer.width), height: scaled(layer.height), radius: scaled(layer.radius, 0) };
}
