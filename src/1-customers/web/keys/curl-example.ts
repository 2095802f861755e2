/** One event, sent with curl as a shell on any machine takes it. A browser key speaks of visitors only. */
export function curlExample(origin: string, writeKey: string, kind: 'server' | 'browser'): string {
  const who = kind === 'server' ? '"userId": "1001"' : '"anonymousId": "visitor-1"';
  const body = `{${who}, "event": "Product Added", "properties": {"sku": "K-1", "price": 12.5}}`;
  return [
    `curl ${origin}/v1/track \\`,
    `  -u '${writeKey}:' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${body}'`,
  ].join('\n');
}
