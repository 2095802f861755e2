import type { Attachment } from '#web/message/attachment.ts';

/** A text as somebody reads it of whom these values are known; where one is not, its fallback stands. */
export function filled(text: string, known: Readonly<Record<string, string>>): string {
  return text.replace(
    /\{\{\s*([A-Za-z]+)\s*(?:\|([^{}]{0,50}))?\}\}/g,
    (_, name: string, fallback = '') => known[name] || String(fallback),
  );
}

/** What hangs on it, read by the same person. */
export function filledCards(
  attachments: readonly Attachment[],
  known: Readonly<Record<string, string>>,
): Attachment[] {
  return attachments.map(one => {
    if (one.kind === 'link')
      return {
        ...one,
        title: filled(one.title, known),
        description: filled(one.description ?? '', known),
      };
    return one.kind === 'miniprogram' ? { ...one, title: filled(one.title, known) } : one;
  });
}
