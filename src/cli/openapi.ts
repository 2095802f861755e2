import { openApiDocument } from '#platform/http/openapi.ts';
import { stages } from '../app.ts';
import { VERSION } from '../version.ts';

/** Prints the document without opening a database: routes are only described, never called. */
export function printOpenApi(): void {
  const routes = stages.flatMap(stage => stage.routes);
  process.stdout.write(`${JSON.stringify(openApiDocument(routes, VERSION), null, 2)}\n`);
}
