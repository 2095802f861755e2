import { HOUR, MINUTE, SHANGHAI_OFFSET } from '#platform/clock.ts';

/** Turns a wall clock (its numbers read as UTC, in milliseconds) into an instant. */
export type Zone = { toInstant(wall: number): Date };

const fixed = (offset: number): Zone => ({ toInstant: wall => new Date(wall - offset) });

export const SHANGHAI: Zone = fixed(SHANGHAI_OFFSET);

/** `Asia/Shanghai`, `UTC`, `+01:00`, or any zone of the IANA database; undefined for what is none. */
export function zoneNamed(name: string): Zone | undefined {
  if (name === 'Asia/Shanghai') return SHANGHAI;
  if (name === 'UTC') return fixed(0);
  const offset = /^([+-])(\d{2}):(\d{2})$/.exec(name);
  if (offset) return fixed(offsetOf(offset[1], offset[2], offset[3]));
  return ianaZone(name);
}

/** Milliseconds east of UTC. */
export function offsetOf(sign: string | undefined, hours = '0', minutes = '0'): number {
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE);
}

function ianaZone(name: string): Zone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    return undefined;
  }
  const known = new Map<number, number>();
  const offsetAt = (instant: number): number => {
    const hour = Math.floor(instant / HOUR);
    let offset = known.get(hour);
    if (offset === undefined) {
      offset = readOffset(format.format(new Date(hour * HOUR)));
      known.set(hour, offset);
    }
    return offset;
  };
  return {
    toInstant(wall) {
      const guess = wall - offsetAt(wall);
      return new Date(wall - offsetAt(guess));
    },
  };
}

/** `12/1/2010, GMT+01:00` → milliseconds; plain `GMT` is zero. */
function readOffset(text: string): number {
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(text);
  return match ? offsetOf(match[1], match[2], match[3]) : 0;
}
