import { Problem } from '#platform/http/problem.ts';
import { type NumberStyle, numberStyle, unescapeText } from './cell-texts.ts';
import { CELL_TOO_LONG, FILE_DAMAGED, UNPACKS_TOO_LARGE, XLSB, ZIP_NOT_XLSX } from './faults.ts';
import { type Limits, sizeInWords } from './limits.ts';
import { attributeNamed, type XmlHandler, XmlReader } from './xml.ts';
import type { Zip } from './zip.ts';

/** What a workbook says before its rows: its sheets, how numbers are shown, the shared texts. */
export type Workbook = {
  sheets: { name: string; part: string; hidden: boolean }[];
  date1904: boolean;
  styles: NumberStyle[];
  strings: string[];
};

const id = attributeNamed('id');
const idAttribute = attributeNamed('Id');
const nameAttribute = attributeNamed('name');
const stateAttribute = attributeNamed('state');
const target = attributeNamed('Target');
const type = attributeNamed('Type');
const date1904Attribute = attributeNamed('date1904');
const numFmtId = attributeNamed('numFmtId');
const formatCode = attributeNamed('formatCode');

export async function readWorkbook(zip: Zip, limits: Limits): Promise<Workbook> {
  const main = await mainPart(zip, limits);
  const related = await relations(zip, main, limits);
  const partOf = (kind: string) => [...related.values()].find(to => to.type.endsWith(`/${kind}`))?.part;
  const { date1904, sheets } = await readSheetList(zip, main, limits);
  return {
    date1904,
    sheets: sheets.flatMap(({ relation, ...sheet }) => {
      const part = related.get(relation)?.part;
      return part === undefined || !zip.names.includes(part) ? [] : [{ ...sheet, part }];
    }),
    styles: await readStyles(zip, partOf('styles'), limits),
    strings: await readStrings(zip, partOf('sharedStrings'), limits),
  };
}

async function mainPart(zip: Zip, limits: Limits): Promise<string> {
  const roots = await relations(zip, '', limits);
  const part = [...roots.values()].find(to => to.type.endsWith('/officeDocument'))?.part ?? 'xl/workbook.xml';
  if (part.endsWith('.bin')) throw new Problem(XLSB);
  if (!zip.names.includes(part)) throw new Problem(ZIP_NOT_XLSX);
  return part;
}

/** The parts that a part points to, by relation id. */
async function relations(zip: Zip, part: string, limits: Limits) {
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  const found = new Map<string, { type: string; part: string }>();
  const list = `${folder}_rels/${part.slice(folder.length)}.rels`;
  await readXml(zip, list, limits, {
    open(element, attributes) {
      if (element !== 'Relationship') return;
      const to = target(attributes) ?? '';
      const path = to.startsWith('/') ? to.slice(1) : folder + to.replace(/^\.\//, '');
      found.set(idAttribute(attributes) ?? '', { type: type(attributes) ?? '', part: path });
    },
  });
  return found;
}

async function readSheetList(zip: Zip, main: string, limits: Limits) {
  const sheets: { name: string; relation: string; hidden: boolean }[] = [];
  let date1904 = false;
  await readXml(zip, main, limits, {
    open(element, attributes) {
      if (element === 'workbookPr') date1904 = /^(1|true)$/.test(date1904Attribute(attributes) ?? '');
      if (element !== 'sheet') return;
      const hidden = (stateAttribute(attributes) ?? 'visible') !== 'visible';
      sheets.push({ name: nameAttribute(attributes) ?? '', relation: id(attributes) ?? '', hidden });
    },
  });
  return { date1904, sheets };
}

async function readStyles(zip: Zip, part: string | undefined, limits: Limits): Promise<NumberStyle[]> {
  const codes = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  await readXml(zip, part, limits, {
    open(element, attributes) {
      if (element === 'numFmt') codes.set(Number(numFmtId(attributes)), formatCode(attributes) ?? '');
      if (element === 'cellXfs') inCells = true;
      if (element !== 'xf' || !inCells) return;
      const format = Number(numFmtId(attributes) ?? 0);
      styles.push(numberStyle(format, codes.get(format)));
    },
    close(element) {
      if (element === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

async function readStrings(zip: Zip, part: string | undefined, limits: Limits): Promise<string[]> {
  const strings: string[] = [];
  const current = textCollector();
  let bytes = 0;
  const handler: XmlHandler = {
    open(element) {
      if (element === 'si') current.clear();
      current.open(element);
    },
    close(element) {
      current.close(element);
      if (element === 'si') strings.push(current.take());
    },
    text: current.text,
  };
  await readXml(zip, part, limits, handler, chunk => {
    bytes += chunk.length;
    if (bytes > limits.sharedStringBytes)
      throw new Problem(UNPACKS_TOO_LARGE, { limit: sizeInWords(limits.sharedStringBytes) });
  });
  return strings;
}

/** The text of `<t>` elements, rich runs put together, without phonetic readings (`<rPh>`). */
export function textCollector() {
  let collected = '';
  let inText = false;
  let inReading = false;
  return {
    clear() {
      collected = '';
      inText = false;
      inReading = false;
    },
    open(element: string) {
      if (element === 't') inText = !inReading;
      else if (element === 'rPh') inReading = true;
    },
    close(element: string) {
      if (element === 't') inText = false;
      else if (element === 'rPh') inReading = false;
    },
    text(text: string) {
      if (inText) collected += text;
    },
    take: () => unescapeText(collected),
  };
}

/** Runs a part through a handler; a part that is not there is empty. */
export async function readXml(
  zip: Zip,
  part: string | undefined,
  limits: Limits,
  handler: Partial<XmlHandler>,
  onBytes?: (chunk: Buffer) => void,
): Promise<void> {
  if (part === undefined || !zip.names.includes(part)) return;
  const decoder = new TextDecoder();
  const nothing = () => undefined;
  const reader = new XmlReader(
    { open: nothing, close: nothing, text: nothing, ...handler },
    limits.rowChars,
    () => new Problem(FILE_DAMAGED),
  );
  for await (const chunk of zip.read(part)) {
    onBytes?.(chunk);
    reader.push(decoder.decode(chunk, { stream: true }));
  }
  reader.push(decoder.decode());
  reader.end();
}

export function tooLong(row: number, limits: Limits): Problem {
  return new Problem(CELL_TOO_LONG, { row, limit: sizeInWords(limits.cellChars) });
}
