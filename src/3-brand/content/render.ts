import { type MessageContent, VARIABLES, type Variable } from './contract.ts';

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

export function renderMessage(message: MessageContent, values: Values): MessageContent {
  const attachments = message.attachments.map(attachment =>
    attachment.kind === 'link'
      ? {
          ...attachment,
          title: render(attachment.title, values),
          description: render(attachment.description, values),
        }
      : attachment,
  );
  return { text: render(message.text, values), attachments };
}

/** The variables a message uses; none means everybody gets the same. */
export function variablesIn(message: MessageContent): Variable[] {
  const texts = [
    message.text,
    ...message.attachments.flatMap(a => (a.kind === 'link' ? [a.title, a.description] : [])),
  ];
  const names = texts.flatMap(text => [...text.matchAll(PLACE)].map(match => match[1] ?? ''));
  return [...new Set(names.filter(isVariable))];
}

/** Places that name no variable: a typo that customers would read. */
export function unknownPlaces(message: MessageContent): string[] {
  return [...message.text.matchAll(/\{\{([^{}]*)\}\}/g)]
    .map(match => match[0])
    .filter(place => !isVariable(new RegExp(PLACE.source).exec(place)?.[1] ?? ''));
}

function isVariable(name: string): name is Variable {
  return Object.hasOwn(VARIABLES, name);
}
