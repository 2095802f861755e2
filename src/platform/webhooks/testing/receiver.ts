import { createServer, type IncomingHttpHeaders } from 'node:http';
import { afterAll } from 'vitest';

export type Received = { headers: IncomingHttpHeaders; body: string; path: string };
type Answer = { status: number; headers?: Record<string, string> } | 'hang' | 'cut';

/** Somebody who takes webhooks, on a port of their own; says 204 until told otherwise. */
export async function startReceiver() {
  const received: Received[] = [];
  const state = { answer: (_: Received): Answer => ({ status: 204 }) };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', part => parts.push(part));
    request.on('end', () => {
      const one = {
        headers: request.headers,
        body: Buffer.concat(parts).toString(),
        path: request.url ?? '',
      };
      received.push(one);
      const answer = state.answer(one);
      if (answer === 'hang') return;
      if (answer === 'cut') return void request.socket.destroy();
      response.writeHead(answer.status, answer.headers).end();
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    url: `http://127.0.0.1:${port}/hook?key=1`,
    received,
    connections: () => new Promise<number>(tell => server.getConnections((_, n) => tell(n))),
    answer(given: Answer | ((one: Received) => Answer)) {
      state.answer = typeof given === 'function' ? given : () => given;
    },
  };
}
