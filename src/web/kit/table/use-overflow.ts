import { type RefObject, useEffect, useState } from 'react';

/**
 * Whether a table is wider than its frame. Only then the frame scrolls: a frame that scrolls sideways would also hold
 * the sticky heading, which belongs to the page.
 */
export function useOverflow(frame: RefObject<HTMLElement | null>, columns: number): boolean {
  const [overflows, setOverflows] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: to be measured again when columns come or go
  useEffect(() => {
    const element = frame.current;
    const table = element?.firstElementChild;
    if (!element || !table) return;
    const measure = () => setOverflows(table.scrollWidth > element.clientWidth + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    observer.observe(table);
    return () => observer.disconnect();
  }, [frame, columns]);
  return overflows;
}
