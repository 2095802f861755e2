import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** The whole program as a process of its own, on a home that the bench has filled. `line` is what it said when ready. */
export async function startServer(home: string): Promise<{ child: ChildProcess; url: string; line: string }> {
  const child = spawn(process.execPath, [MAIN, 'start'], {
    env: { ...process.env, SIYU_HOME: home, SIYU_DEMO: '0', SIYU_PORT: '0', SIYU_LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', chunk => {
    said += chunk;
  });
  for (;;) {
    const [, url] = /ready: (\S+)/.exec(said) ?? [];
    if (url) return { child, url, line: said };
    if (child.exitCode !== null) throw new Error(`Siyu did not start: ${said}`);
    await sleep(50);
  }
}
