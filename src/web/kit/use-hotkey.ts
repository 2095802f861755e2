import { useEffect, useEffectEvent } from 'react';

/**
 * Calls back on a key: `mod+k` (⌘ on a Mac, Ctrl elsewhere), `?`, `escape`. Plain keys are left alone while somebody
 * types, and every key while an input method composes: Enter that picks a Chinese word is not an Enter of ours.
 */
export function useHotkey(hotkey: string, act: (event: KeyboardEvent) => void, enabled = true): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!matchesHotkey(hotkey, event)) return;
    event.preventDefault();
    act(event);
  });
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent) => onKey(event);
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [enabled]);
}

type Pressed = Pick<KeyboardEvent, 'key' | 'metaKey' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'isComposing'> & {
  target: EventTarget | null;
};

export function matchesHotkey(hotkey: string, event: Pressed): boolean {
  const parts = hotkey.toLowerCase().split('+');
  const wantsMod = parts.includes('mod');
  if (event.isComposing || event.altKey) return false;
  if (wantsMod !== (event.metaKey || event.ctrlKey)) return false;
  if (parts.includes('shift') && !event.shiftKey) return false;
  if (!wantsMod && isTyping(event.target)) return false;
  return event.key.toLowerCase() === parts.at(-1);
}

function isTyping(target: EventTarget | null): boolean {
  const element = target as { tagName?: string; isContentEditable?: boolean } | null;
  return element?.isContentEditable === true || /^(INPUT|TEXTAREA|SELECT)$/.test(element?.tagName ?? '');
}

/** How the modifier is called on this machine. */
export const MOD =
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl';
