import { openApiDocument } from '#platform/http/openapi.ts';
import { stages } from '../app.ts';
import { VERSION } from '../version.ts';

/** Prints the document without opening a database: routes are only described, never called. */
export function printOpenApi(): void {
  process.stdout.write(`${JSON.stringify(openApiDocument(stages, VERSION), null, 2)}\n`);
}
