import { DAY } from '#platform/clock.ts';

const TWO = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));

/** Writes instants as PostgreSQL reads them, to the second; several times as fast as Date does. */
export class Instants {
  readonly #dates = new Map<number, string>();

  text(milliseconds: number): string {
    const day = Math.floor(milliseconds / DAY);
    let date = this.#dates.get(day);
    if (date === undefined) {
      date = new Date(day * DAY).toISOString().slice(0, 11);
      this.#dates.set(day, date);
    }
    const second = Math.floor((milliseconds - day * DAY) / 1_000);
    const minute = Math.floor(second / 60);
    return `${date}${TWO[Math.floor(minute / 60)]}:${TWO[minute % 60]}:${TWO[second % 60]}Z`;
  }
}
