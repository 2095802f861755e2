/** Writes docs/openapi.json from the routes, or with --check says whether it is up to date. */
import { readFileSync, writeFileSync } from 'node:fs';
import { openApiDocument } from '#platform/http/openapi.ts';
import { stages } from '../src/app.ts';
import { VERSION } from '../src/version.ts';

const TARGET = 'docs/openapi.json';
const text = `${JSON.stringify(openApiDocument(stages, VERSION), null, 1)}\n`;

if (!process.argv.includes('--check')) writeFileSync(TARGET, text);
else if (readFileSync(TARGET, 'utf8') !== text) {
  console.error(`${TARGET} is not what the routes say; run: npm run openapi`);
  process.exitCode = 1;
}
