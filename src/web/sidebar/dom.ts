/**
 * What the sidebar is drawn with: elements, made directly. A view library would be most of the bundle (preact 5 kB,
 * React 69 kB), for a page whose parts each change as a whole.
 */
export type Child = Node | string | number | false | null | undefined | readonly Child[];

type Props = {
  class?: string | undefined;
  /** Handlers by event. */
  on?: Partial<Record<string, (event: Event) => void>>;
} & Record<string, unknown>;

/** Texts become text nodes, so nothing that somebody wrote can become markup. */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { on = {}, ...props }: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === false || value === null) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [event, handle] of Object.entries(on)) if (handle) element.addEventListener(event, handle);
  element.append(...nodesOf(children));
  return element;
}

function nodesOf(children: readonly Child[]): (Node | string)[] {
  return children.flatMap(child => {
    if (Array.isArray(child)) return nodesOf(child);
    if (child === false || child === null || child === undefined) return [];
    return child instanceof Node ? child : String(child);
  });
}

/** A button that runs one thing at a time. */
export function button(
  words: Child,
  run: () => unknown,
  props: { class?: string; label?: string; disabled?: boolean } = {},
): HTMLButtonElement {
  const { label, ...rest } = props;
  const element = h('button', { type: 'button', 'aria-label': label, ...rest }, words);
  element.addEventListener('click', () => {
    if (element.disabled) return;
    element.disabled = true;
    void Promise.resolve(run()).finally(() => {
      element.disabled = props.disabled === true;
    });
  });
  return element;
}
