import { formatOf } from './formats/formats.ts';

export { FORMATS, formatOf } from './formats/formats.ts';
export { parsePlan } from './formats/mapping-syntax.ts';
export { issueWords } from './formats/records/issues.ts';
export { importPath, importWhole } from './import-path.ts';
export { runStep, startStep } from './imports.ts';
export { type CopyValue, CopyWriter } from './loading/copy.ts';
export type { ImportResult } from './loading/counts.ts';

export function formatName(code: string): string {
  return formatOf(code as never)?.name.zh ?? '手动映射';
}
