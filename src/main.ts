import { Command, Option } from 'commander';
import { ConfigError, readConfig } from '#platform/config.ts';
import { HomeError } from '#platform/engines/home.ts';
import { Refusal } from './cli/refusal.ts';
import { PortTaken } from './server.ts';
import { VERSION } from './version.ts';

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
  .command('config')
  .description('check the configuration and print it, secrets left out')
  .action(() => {
    const { secretKey, ownerPassword, metricsToken, ...shown } = readConfig();
    const secrets = {
      secretKey: Boolean(secretKey),
      ownerPassword: Boolean(ownerPassword),
      metricsToken: Boolean(metricsToken),
    };
    process.stdout.write(`${JSON.stringify({ ...shown, set: secrets }, null, 2)}\n`);
  });

program
  .command('openapi')
  .description('print the OpenAPI 3.1 document')
  .action(async () => {
    const { printOpenApi } = await import('./cli/openapi.ts');
    printOpenApi();
  });

try {
  await program.parseAsync();
} catch (error) {
  const expected = [ConfigError, HomeError, Refusal, PortTaken].some(kind => error instanceof kind);
  process.stderr.write(
    expected && error instanceof Error
      ? `Siyu: ${error.message}\n`
      : `${error instanceof Error ? error.stack : error}\n`,
  );
  process.exit(expected ? 2 : 1);
}
