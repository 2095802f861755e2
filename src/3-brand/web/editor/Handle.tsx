import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import type { Layer } from '../reads.ts';
import styles from './Preview.module.css';

type Props = {
  layer: Layer;
  /** Its height in the poster's pixels, where it has none of its own. */
  tall: number | undefined;
  poster: { width: number; height: number };
  name: string;
  isSelected: boolean;
  onSelect: () => void;
  onMove: (x: number, y: number) => void;
};

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The frame of a layer on the preview: picked by a click, moved by dragging or by the arrow keys (Shift: ten pixels). */
export function Handle({ layer, tall, poster, name, isSelected, onSelect, onMove }: Props) {
  const drag = useDrag(poster, isSelected, (dx, dy) => onMove(layer.x + dx, layer.y + dy));
  const width = layer.kind === 'qr' ? layer.size : layer.width;
  const height = layer.kind === 'qr' ? layer.size : 'height' in layer ? layer.height : (tall ?? layer.size);
  const share = (part: number, whole: number) => `${(part / whole) * 100}%`;
  const step = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    if (!by || !isSelected) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 1;
    onMove(layer.x + by[0] * far, layer.y + by[1] * far);
  };
  return (
    <button
      type="button"
      className={styles.handle}
      aria-label={name}
      aria-pressed={isSelected}
      style={{
        left: share(layer.x + drag.x, poster.width),
        top: share(layer.y + drag.y, poster.height),
        width: share(width, poster.width),
        height: share(height, poster.height),
      }}
      onClick={onSelect}
      onKeyDown={step}
      {...drag.events}
    />
  );
}

type Begun = { x: number; y: number; scale: number };

/** How far something is being dragged, in the poster's pixels; told once it is let go. */
function useDrag(poster: { width: number }, isOn: boolean, onEnd: (dx: number, dy: number) => void) {
  const begun = useRef<Begun>(undefined);
  const [by, setBy] = useState({ x: 0, y: 0 });
  const begin = (event: PointerEvent<HTMLElement>) => {
    const sheet = event.currentTarget.parentElement;
    if (!isOn || !sheet) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    begun.current = { x: event.clientX, y: event.clientY, scale: poster.width / sheet.clientWidth };
  };
  const go = (event: PointerEvent) => {
    if (!begun.current) return;
    const { x, y, scale } = begun.current;
    setBy({ x: Math.round((event.clientX - x) * scale), y: Math.round((event.clientY - y) * scale) });
  };
  const end = () => {
    if (!begun.current) return;
    begun.current = undefined;
    setBy({ x: 0, y: 0 });
    if (by.x !== 0 || by.y !== 0) onEnd(by.x, by.y);
  };
  return {
    ...by,
    events: { onPointerDown: begin, onPointerMove: go, onPointerUp: end, onPointerCancel: end },
  };
}
