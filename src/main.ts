import { enableCompileCache } from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { ConfigError, readConfig } from '#platform/config.ts';
import { HomeError } from '#platform/engines/home.ts';
import { MigrationError } from '#platform/postgres/migrate.ts';
import { DatabaseError, withoutPassword } from '#platform/postgres/reach.ts';
import { Refusal } from './cli/refusal.ts';
import { VERSION } from './version.ts';

// What a command imports is stripped of its types once, not every time: half a second each. Where it cannot be kept, it is not.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)));

const program = new Command('siyu')
  .description('Siyu 私域: know, segment and talk with your own customers')
  .version(VERSION);

program
  .command('start')
  .description('start the server, the workers, or both')
  .addOption(
    new Option('--role <role>', 'what this process does').choices(['all', 'web', 'worker']).default('all'),
  )
  .action(async ({ role }) => {
    const { start } = await import('./cli/start.ts');
    await start(readConfig(), role);
  });

program
  .command('import')
  .argument('<file>', 'a shop’s order, refund or customer file: .csv, .xlsx, .csv.gz')
  .description('import a shop file')
  .option('--shop <name>', 'the shop it comes from; made when there is none of that name')
  .option('--format <format>', 'the file’s format; recognised by its header when absent')
  .option('--map <mapping>', 'what the columns are: field=column[:format],…')
  .option('--map-options <options>', 'how to read a mapped file, e.g. currency=GBP,zone=UTC')
  .option('--json', 'print the counts as one line of JSON')
  .action(async (file, options) => {
    const { importCommand } = await import('./cli/import.ts');
    await importCommand(readConfig(), file, options);
  });

program
  .command('rebuild')
  .addArgument(new Argument('<what>', 'what is read anew from the facts').choices(['analytics']))
  .description('drop what ClickHouse holds and read it anew from PostgreSQL')
  .action(async () => {
    const { rebuildCommand } = await import('./cli/rebuild.ts');
    await rebuildCommand(readConfig());
  });

program
  .command('check')
  .description('prove the data against itself: ledger, both stores, audit log')
  .option('--json', 'print the findings as one line of JSON')
  .action(async ({ json }) => {
    const { checkCommand } = await import('./cli/check.ts');
    await checkCommand(readConfig(), json ?? false);
  });

const whole = (least: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new InvalidArgumentError(`a whole number from ${least} on`);
  return value;
};

program
  .command('demo')
  .description('demo data')
  .command('generate')
  .description('fill an empty home with a big demo shop')
  .option('--customers <number>', 'how many customers', whole(100), 100_000)
  .option('--seed <number>', 'the same seed makes the same people', whole(0), 1)
  .option('--years <number>', 'how far back their orders go', whole(1), 2)
  .option(
    '--events <number>',
    'what they did in the mini program; ten times the customers when absent',
    whole(0),
  )
  .option('--json', 'print the report as one line of JSON')
  .action(async options => {
    const { generateDemoCommand } = await import('./cli/demo.ts');
    await generateDemoCommand(readConfig(), options);
  });

program
  .command('config')
  .description('check the configuration and print it, secrets left out')
  .action(() => {
    const { secretKey, ownerPassword, metricsToken, databaseUrl, clickhouseUrl, ...shown } = readConfig();
    const secrets = {
      secretKey: Boolean(secretKey),
      ownerPassword: Boolean(ownerPassword),
      metricsToken: Boolean(metricsToken),
    };
    const urls = { databaseUrl: withoutPassword(databaseUrl), clickhouseUrl: withoutPassword(clickhouseUrl) };
    process.stdout.write(`${JSON.stringify({ ...shown, ...urls, set: secrets }, null, 2)}\n`);
  });

program
  .command('openapi')
  .description('print the OpenAPI 3.1 document')
  .action(async () => {
    const { printOpenApi } = await import('./cli/openapi.ts');
    printOpenApi();
  });

// A command that is told to end leaves by the door, so that the engines it started end too; `start` has its own way.
program.hook('preAction', (_, command) => {
  if (command.name() === 'start') return;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
});
// Whoever reads our output may stop reading (`siyu openapi | head`).
process.stdout.on('error', error => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  const expected = [ConfigError, HomeError, DatabaseError, MigrationError, Refusal].some(
    kind => error instanceof kind,
  );
  process.stderr.write(
    expected && error instanceof Error
      ? `Siyu: ${error.message}\n`
      : `${error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(1);
}
