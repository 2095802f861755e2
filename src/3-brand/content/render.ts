import { type Attached, CARD_BYTES, type MessageContent, VARIABLES, type Variable } from './contract.ts';

export type Values = Partial<Record<Variable, string>>;

const PLACE = /\{\{\s*([A-Za-z]+)\s*(?:\|([^{}]{0,50}))?\}\}/g;

/**
 * Fills the places of a text. Only the variables named in the contract exist, each a plain text of the person the
 * message is for: a place cannot reach anything else. A value that is not known gives its fallback.
 */
export function render(text: string, values: Values): string {
  return text.replace(PLACE, (place, name: string, fallback: string | undefined) =>
    isVariable(name) ? values[name] || (fallback ?? '').trim() : place,
  );
}

/** A name longer than anybody thought of cuts a card's title short rather than keep the message from going out. */
export function renderMessage(message: MessageContent, values: Values): MessageContent {
  const attachments = message.attachments.map((attached): Attached => {
    const said = (text: string, most: number) => cut(render(text, values), most);
    if (attached.kind === 'link')
      return {
        ...attached,
        title: said(attached.title, CARD_BYTES.linkTitle),
        description: said(attached.description, CARD_BYTES.linkDescription),
      };
    if (attached.kind === 'miniprogram')
      return { ...attached, title: said(attached.title, CARD_BYTES.miniprogramTitle) };
    return attached;
  });
  return { text: render(message.text, values), attachments };
}

/** At most so many bytes of UTF-8, whole characters only. */
function cut(text: string, most: number): string {
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > most) break;
    kept += character;
  }
  return kept;
}

/** What a message says, its cards too. */
function textsOf({ text, attachments }: MessageContent): string[] {
  return [
    text,
    ...attachments.flatMap(one => {
      if (one.kind === 'link') return [one.title, one.description];
      return one.kind === 'miniprogram' ? [one.title] : [];
    }),
  ];
}

/** The variables a message uses; none means everybody gets the same. */
export function variablesIn(message: MessageContent): Variable[] {
  const names = textsOf(message).flatMap(text => [...text.matchAll(PLACE)].map(match => match[1] ?? ''));
  return [...new Set(names.filter(isVariable))];
}

/** Places that name no variable: a typo that customers would read. */
export function unknownPlaces(message: MessageContent): string[] {
  return textsOf(message)
    .flatMap(text => [...text.matchAll(/\{\{([^{}]*)\}\}/g)])
    .map(match => match[0])
    .filter(place => !isVariable(new RegExp(PLACE.source).exec(place)?.[1] ?? ''));
}

function isVariable(name: string): name is Variable {
  return Object.hasOwn(VARIABLES, name);
}
