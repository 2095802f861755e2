import type { z } from 'zod';
import type { Wire } from '#web/api/client.ts';
import type { posterRow, posterView, previewView, templateView } from '../contract.ts';

/** As the server answers: with every default filled in. */
type Filled<T> = T extends readonly (infer Item)[]
  ? Filled<Item>[]
  : T extends object
    ? { [K in keyof T]-?: Filled<NonUndefined<T[K]>> }
    : T;
type NonUndefined<T> = T extends undefined ? never : T;
type Answer<Schema extends z.ZodType> = Filled<Wire<Schema>>;

export type PosterRow = Answer<typeof posterRow>;
export type Poster = Answer<typeof posterView>;
export type Template = Answer<typeof templateView>;
export type Preview = Answer<typeof previewView>;
export type Layer = Poster['layers'][number];
export type LayerOf<Kind extends Layer['kind']> = Extract<Layer, { kind: Kind }>;
export type Background = Poster['background'];

const BASE = '/api/v1';
export const pictureOf = ({ id, version }: { id: string; version: number }, width: number) =>
  `${BASE}/posters/${id}/picture?width=${width}&version=${version}`;
export const templatePicture = (key: string, width: number) =>
  `${BASE}/poster-templates/${key}/picture?width=${width}`;
