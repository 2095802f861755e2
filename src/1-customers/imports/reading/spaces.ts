import { Problem } from '#platform/http/problem.ts';
import { CELL_TOO_LONG, TOO_MANY_COLUMNS } from './faults.ts';
import { LIMITS, type Limits, sizeInWords } from './limits.ts';
import type { Row } from './rows.ts';

/** Columns set apart by any run of blanks, as in old research files (CDNOW): no quotes, no empty cells. */
export class SpaceSplitter {
  #limits: Limits;
  #rowNo = 0;
  #rest = '';

  constructor(limits: Limits = LIMITS) {
    this.#limits = limits;
  }

  push(text: string): Row[] {
    const lines = (this.#rest + text).split(/\r\n|\n|\r(?=[^\n])/);
    this.#rest = lines.pop() ?? '';
    if (this.#rest.length > this.#limits.rowChars)
      throw new Problem(CELL_TOO_LONG, { row: this.#rowNo + 1, limit: sizeInWords(this.#limits.rowChars) });
    return this.#rows(lines);
  }

  end(): Row[] {
    return this.#rest === '' ? [] : this.#rows([this.#rest]);
  }

  #rows(lines: string[]): Row[] {
    const rows: Row[] = [];
    for (const line of lines) {
      this.#rowNo++;
      const cells = splitAtBlanks(line);
      if (cells.length > this.#limits.columns)
        throw new Problem(TOO_MANY_COLUMNS, { row: this.#rowNo, limit: this.#limits.columns });
      if (cells.length > 0) rows.push({ rowNo: this.#rowNo, cells });
    }
    return rows;
  }
}

export function splitAtBlanks(line: string): string[] {
  return line.trim().split(/\s+/).filter(Boolean);
}
