import type { ParsedFen } from '#platform/money.ts';
import type { Row } from '../../reading/rows.ts';
import { FIELD_NAMES, type Field } from '../fields.ts';
import { exactNano, readAmount } from '../values/amounts.ts';
import { readId } from '../values/ids.ts';
import { readPhone } from '../values/phones.ts';
import { bare, isCipher, isNone, isStorable } from '../values/texts.ts';
import { readTime } from '../values/times.ts';
import {
  type IssueCode,
  MAX_ID,
  MAX_NAME,
  MAX_TEXT,
  type RowIssue,
  type Severity,
  shownValue,
} from './issues.ts';
import type { ReadingStyle } from './reading-style.ts';

/** Which column holds a field, counted from 0. */
export type Positions = Partial<Record<Field, number>>;
/** Columns to look into when the first one is empty. */
export type FurtherPositions = Partial<Record<Field, number[]>>;
export type Columns = { positions: Positions; further: FurtherPositions };

const DIGITS = /^\d{1,9}$/;
const WHOLE = /^(-?)(\d{1,9})(?:\.0*)?$/;
/** 100 billion yuan: more is a wrong column, and sums stay exact. */
export const MAX_FEN = 1e13;

/** Every field has its place, so that asking for one that the file lacks is as quick. */
const NO_COLUMNS = Object.fromEntries(FIELD_NAMES.map(field => [field, -1])) as Record<Field, number>;

type Need = 'required' | 'optional';
export type Sign = 'positive' | 'either';

/**
 * Reads the cells of one row after the other by field, and keeps what is wrong with them: at most one issue per field.
 * A required field that cannot be read rejects the row; an optional one is left out with a warning. Amounts are
 * different: a wrong one always rejects, because a row without its money would be a lie.
 */
export class RowReader {
  /** Of the rows since `takeIssues`. */
  issues: RowIssue[] = [];
  rowNo = 0;
  rejected = false;
  readonly style: ReadingStyle;
  #columns: Record<Field, number>;
  #further: FurtherPositions;
  #cells: readonly string[] = [];
  #firstIssue = 0;
  /** The time read last, by field: the lines of an order say the same one. */
  #times: Partial<Record<Field, { text: string; time: Date }>> = {};

  constructor({ positions, further }: Columns, style: ReadingStyle) {
    this.#columns = { ...NO_COLUMNS, ...positions };
    this.#further = further;
    this.style = style;
  }

  start(row: Row): void {
    // A row that is read in parts is still one row for its issues.
    if (row.rowNo !== this.rowNo) this.#firstIssue = this.issues.length;
    this.rowNo = row.rowNo;
    this.#cells = row.cells;
    this.rejected = false;
    if (row.cut) this.reject('row', 'cut_row', row.cells.join(','));
  }

  get cells(): readonly string[] {
    return this.#cells;
  }

  /** Whether nothing is wrong with this row so far. */
  get isFlawless(): boolean {
    return this.issues.length === this.#firstIssue;
  }

  takeIssues(): RowIssue[] {
    const issues = this.issues;
    this.issues = [];
    this.#firstIssue = 0;
    return issues;
  }

  /** Whether the file has a column for this. */
  has(field: Field): boolean {
    return this.#columns[field] >= 0;
  }

  /** The cell without what is around its text; empty when there is nothing. */
  cell(field: Field): string {
    const column = this.#columns[field];
    if (column < 0) return '';
    const text = bare(this.#cells[column] ?? '');
    return isNone(text) ? this.#otherCell(field) : text;
  }

  #otherCell(field: Field): string {
    const columns = this.#further[field];
    if (!columns) return '';
    const texts = columns.map(column => bare(this.#cells[column] ?? ''));
    return texts.find(text => !isNone(text)) ?? '';
  }

  /** A cell by its column, for those that have no field. */
  extra(column: number): string | undefined {
    const text = bare(this.#cells[column] ?? '');
    if (isNone(text)) return undefined;
    if (isStorable(text) && text.length <= MAX_TEXT) return text;
    this.reject('row', isStorable(text) ? 'too_long' : 'bad_characters', text);
    return undefined;
  }

  id(field: Field, need: Need = 'optional'): string | undefined {
    const column = this.#columns[field];
    if (column < 0) return this.#absent(field, need);
    const told = readId(this.#cells[column] ?? '');
    const { id, fault } = told.id === undefined ? readId(this.#otherCell(field)) : told;
    if (id === undefined) return this.#absent(field, need);
    if (!this.#fits(field, id, MAX_ID)) return undefined;
    if (fault === 'id_maybe_rounded') this.warn(field, fault, id);
    else if (fault !== undefined) {
      this.#fault(field, fault, id, need);
      return undefined;
    }
    return id;
  }

  /** An id that the shop has masked (`t**3`) or encrypted is nobody's. */
  openId(field: Field): string | undefined {
    const id = this.id(field);
    return id === undefined || id.includes('*') || isCipher(id) ? undefined : id;
  }

  text(field: Field, limit = MAX_NAME, need: Need = 'optional'): string | undefined {
    const text = this.cell(field);
    if (text === '') return this.#absent(field, need);
    if (!this.#fits(field, text, limit)) return undefined;
    if (text.includes('�')) this.warn(field, 'damaged_text', text);
    return text;
  }

  /** A name that is not encrypted. */
  name(field: Field): string | undefined {
    const name = this.text(field);
    return name === undefined || isCipher(name) ? undefined : name;
  }

  /** Money in fen. `either`: the file may write it with a minus, which says nothing new (discounts, refunds). */
  fen(field: Field, sign: Sign = 'positive'): number | undefined {
    return this.amount(field, sign)?.fen;
  }

  amount(field: Field, sign: Sign = 'positive'): ParsedFen | undefined {
    const text = this.cell(field);
    if (text === '') return undefined;
    const amount = readAmount(text, this.style.amounts);
    if (!amount) return this.#refuse(field, 'bad_amount', text);
    if (Math.abs(amount.fen) > MAX_FEN) return this.#refuse(field, 'amount_too_large', text);
    if (amount.rounded) this.warn(field, 'rounded_amount', text);
    if (amount.fen >= 0) return amount;
    return sign === 'either' ? { ...amount, fen: -amount.fen } : this.#refuse(field, 'negative_amount', text);
  }

  /** An amount that is only informative: a wrong one is left out. */
  figure(field: Field): number | undefined {
    const text = this.cell(field);
    if (text === '') return undefined;
    const amount = readAmount(text, this.style.amounts);
    if (amount && Math.abs(amount.fen) <= MAX_FEN) return amount.fen;
    this.warn(field, 'bad_number', text);
    return undefined;
  }

  /** What stands in an amount's cell exactly, in 10⁻⁹ of the currency; only for cells that `amount` could read. */
  nano(field: Field): bigint {
    return exactNano(this.cell(field), this.style.amounts);
  }

  /** A whole number above 0; `2.00` counts as 2. `either`: of a cancellation, which counts backwards. */
  quantity(field: Field, sign: Sign = 'positive'): number | undefined {
    const text = this.cell(field);
    if (text === '') return undefined;
    if (DIGITS.test(text) && Number(text) > 0) return Number(text);
    const [, minus = '', digits = '0'] = WHOLE.exec(text.normalize('NFKC').replaceAll(',', '')) ?? [];
    const quantity = Number(digits);
    if (quantity > 0 && (minus === '' || sign === 'either')) return quantity;
    return this.#refuse(field, 'bad_quantity', text);
  }

  /** A number that is only informative. */
  number(field: Field): number | undefined {
    const text = this.cell(field).replaceAll(',', '');
    if (text === '') return undefined;
    const number = Number(text);
    if (Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER) return number;
    this.warn(field, 'bad_number', text);
    return undefined;
  }

  instant(field: Field, need: Need = 'optional'): Date | undefined {
    const text = this.cell(field);
    if (text === '' || text.startsWith('0000-00-00')) return this.#absent(field, need);
    const before = this.#times[field];
    if (before?.text === text) return before.time;
    const pattern = this.style.patterns[field];
    const time = pattern ? pattern(text, this.style.zone) : readTime(text, this.style.zone);
    if (time === undefined) this.#fault(field, 'bad_time', text, need);
    else this.#times[field] = { text, time };
    return time;
  }

  phone(field: Field): { e164: string | undefined; shown: string | undefined } {
    const cell = this.cell(field);
    const { e164, shown, fault } = cell === '' ? {} : readPhone(cell);
    if (fault) this.warn(field, 'bad_phone', cell);
    return { e164, shown };
  }

  warn(field: RowIssue['field'], code: IssueCode, value: string): void {
    this.#note(field, code, value, 'warn');
  }

  reject(field: RowIssue['field'], code: IssueCode, value: string): void {
    this.rejected = true;
    this.#note(field, code, value, 'reject');
  }

  #fault(field: Field, code: IssueCode, value: string, need: Need): void {
    if (need === 'required') this.reject(field, code, value);
    else this.warn(field, code, value);
  }

  #refuse(field: Field, code: IssueCode, value: string): undefined {
    this.reject(field, code, value);
    return undefined;
  }

  #absent(field: Field, need: Need): undefined {
    if (need === 'required') this.reject(field, 'missing', '');
    return undefined;
  }

  #fits(field: Field, text: string, limit: number): boolean {
    if (!isStorable(text)) this.reject(field, 'bad_characters', text);
    else if (text.length > limit) this.reject(field, 'too_long', text);
    else return true;
    return false;
  }

  /** A rejection takes the place of a warning about the same field; otherwise the first word counts. */
  #note(field: RowIssue['field'], code: IssueCode, value: string, severity: Severity): void {
    const issue: RowIssue = { rowNo: this.rowNo, field, code, value: shownValue(value), severity };
    for (let at = this.issues.length - 1; at >= this.#firstIssue; at--) {
      const before = this.issues[at];
      if (before?.field !== field) continue;
      if (severity === 'reject' && before.severity === 'warn') this.issues[at] = issue;
      return;
    }
    this.issues.push(issue);
  }
}
