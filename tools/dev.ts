/**
 * `npm run dev`: Siyu with its server restarted and its pages replaced in the browser as files change. The engines keep
 * running between restarts, so one takes about a second.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

const port = process.env.SIYU_PORT ?? '7480';
const address = `http://127.0.0.1:${port}`;
const server = run('node', ['--watch-path=src', '--watch-preserve-output', 'src/main.ts', 'start'], {
  SIYU_PORT: port,
});
await answers(`${address}/livez`, server);
const pages = run('vite', [], { SIYU_DEV_API: address });

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    for (const child of [pages, server]) child.kill(signal);
  });

function run(command: string, options: string[], environment: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(command, options, { stdio: 'inherit', env: { ...process.env, ...environment } });
  child.once('exit', code => process.exit(code ?? 0));
  return child;
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    if (
      await fetch(url).then(
        response => response.ok,
        () => false,
      )
    )
      return;
    await sleep(200);
  }
}
