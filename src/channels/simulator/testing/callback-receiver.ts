import { createDecipheriv, createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { XMLParser } from 'fast-xml-parser';

/**
 * A receiver of callbacks written from CHANNELS.md B.2 with node:crypto alone: it shares no line with the package
 * that the simulator seals with.
 */
export const TOKEN = 'QDG6eK';
export const AES_KEY = 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C';

export function signatureOf(token: string, timestamp: string, nonce: string, encrypted: string): string {
  return createHash('sha1').update([token, timestamp, nonce, encrypted].sort().join('')).digest('hex');
}

/** AES-256-CBC with a PKCS#7 block of 32: 16 random bytes, 4 bytes of length, the message, the receiveid. */
export function open(aesKey: string, encrypted: string): { message: string; receiveid: string } {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
  const padded = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()]);
  const pad = padded.at(-1) ?? 0;
  if (pad < 1 || pad > 32 || padded.subarray(-pad).some(byte => byte !== pad)) throw new Error('bad padding');
  const plain = padded.subarray(0, padded.length - pad);
  const length = plain.readUInt32BE(16);
  if (20 + length > plain.length) throw new Error('bad length');
  return {
    message: plain.subarray(20, 20 + length).toString(),
    receiveid: plain.subarray(20 + length).toString(),
  };
}

const parser = new XMLParser({ parseTagValue: false });

export type ReceivedEvent = Record<string, string>;
export type Push = {
  signed: boolean;
  receiveid: string;
  timestamp: string;
  xml: string;
  event: ReceivedEvent;
};

/** What the receiver does with a push: an HTTP status, or to let it wait. */
export type Behaviour = (push: Push, tries: number) => number | 'hang';

export type Receiver = Awaited<ReturnType<typeof callbackReceiver>>;

export async function callbackReceiver() {
  const pushes: Push[] = [];
  let checks = 0;
  let behave: Behaviour = () => 200;
  const server = createServer((request, response) => {
    const refuse = () => ({ push: undefined, echo: undefined });
    void receive(request)
      .catch(refuse)
      .then(({ push, echo }) => {
        if (echo !== undefined) {
          checks += 1;
          response.end(echo);
          return;
        }
        if (!push) {
          response.writeHead(400).end();
          return;
        }
        pushes.push(push);
        const status = behave(push, pushes.filter(other => other.xml === push.xml).length);
        if (status !== 'hang') response.writeHead(status).end(status === 200 ? 'success' : 'no');
      });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/callback?shop=1`,
    pushes,
    checks: () => checks,
    events: () => pushes.map(push => push.event),
    behave: (next: Behaviour) => {
      behave = next;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function receive(request: IncomingMessage): Promise<{ push?: Push; echo?: string }> {
  const query = new URL(request.url ?? '', 'http://x').searchParams;
  const [signature = '', timestamp = '', nonce = ''] = ['msg_signature', 'timestamp', 'nonce'].map(
    name => query.get(name) ?? '',
  );
  const echostr = query.get('echostr');
  if (request.method === 'GET' && echostr) {
    if (signatureOf(TOKEN, timestamp, nonce, echostr) !== signature) return {};
    return { echo: open(AES_KEY, echostr).message };
  }
  const { xml: envelope } = parser.parse(await text(request));
  const signed = signatureOf(TOKEN, timestamp, nonce, envelope.Encrypt) === signature;
  const { message, receiveid } = open(AES_KEY, envelope.Encrypt);
  return { push: { signed, receiveid, timestamp, xml: message, event: parser.parse(message).xml } };
}
