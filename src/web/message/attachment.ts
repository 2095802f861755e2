import type { attachment } from '#brand/contract';
import { CARD_BYTES } from '#brand/variables';
import type { Wire } from '../api/client.ts';
import { bytesOf } from './text.ts';

/** What hangs on a message as one writes it. */
export type Attachment = Wire<typeof attachment>;
export type Kind = Attachment['kind'];
export type Of<K extends Kind> = Extract<Attachment, { kind: K }>;

export const KINDS = ['image', 'link', 'miniprogram', 'video', 'file'] as const satisfies readonly Kind[];
/** What an official account's messages carry. */
export const OFFICIAL_KINDS: readonly Kind[] = ['image', 'link', 'miniprogram'];

const APP_ID = /^wx[0-9A-Za-z]{16}$/;
export const isAppId = (text: string): boolean => APP_ID.test(text);

/** Bytes of a card's words where nothing is known of somebody: with the fallbacks, as the server counts them. */
export function cardBytes(text: string): number {
  return bytesOf(
    text.replace(/\{\{\s*[A-Za-z]+\s*(?:\|([^{}]{0,50}))?\}\}/g, (_, fallback = '') => fallback),
  );
}

/** Whether nothing is wanting: a card with its title and where it leads. */
export function isWhole(attachment: Attachment): boolean {
  if (attachment.kind === 'link')
    return (
      isSaid(attachment.title, CARD_BYTES.linkTitle) &&
      cardBytes(attachment.description ?? '') <= CARD_BYTES.linkDescription &&
      /^https?:\/\/\S+\.\S+$/.test(attachment.url)
    );
  if (attachment.kind !== 'miniprogram') return true;
  const { title, appId, page, cover } = attachment;
  return isSaid(title, CARD_BYTES.miniprogramTitle) && isAppId(appId) && page.trim() !== '' && cover !== '';
}

const isSaid = (title: string, most: number) => title.trim() !== '' && cardBytes(title) <= most;
