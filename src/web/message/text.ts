import { VARIABLES, type Variable } from '#brand/variables';

export const VARIABLE_NAMES = Object.keys(VARIABLES).filter(isVariable);

/** UTF-8 bytes, as WeCom counts a text. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** A place as one writes it: `{{name|朋友}}`; without a fallback `{{member}}`. */
export function placeOf(variable: Variable, fallback: string): string {
  return fallback ? `{{${variable}|${fallback}}}` : `{{${variable}}}`;
}

/** Places that name no variable: typos that customers would read. The server refuses them too. */
export function unknownPlaces(text: string): string[] {
  return [...text.matchAll(/\{\{([^{}]*)\}\}/g)]
    .filter(([, inner = '']) => {
      const [, name = ''] = /^\s*([A-Za-z]+)\s*(\|[^{}]{0,50})?$/.exec(inner) ?? [];
      return !isVariable(name);
    })
    .map(([place]) => place);
}

/** Puts a piece in place of what is selected; `at` is where one goes on writing. */
export function insert(
  text: string,
  piece: string,
  selection: { start: number; end: number },
): { text: string; at: number } {
  const before = text.slice(0, selection.start);
  return { text: before + piece + text.slice(selection.end), at: before.length + piece.length };
}

function isVariable(name: string): name is Variable {
  return Object.hasOwn(VARIABLES, name);
}
