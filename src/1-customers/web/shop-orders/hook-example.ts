/** One order, signed and sent as a shell with curl and openssl does it. */
export function hookExample(address: string, secret: string): string {
  const order = {
    ...{ orderNo: 'TEST-1', status: 'paid', orderedAt: '2026-06-03 12:00:00', paid: '99.90' },
    buyer: { id: 'buyer-1', phone: '13800001111' },
    items: [{ sku: 'K-1', name: '面霜', quantity: 1, price: '99.90' }],
  };
  const body = JSON.stringify({ id: 'test-1', amounts: 'yuan', orders: [order] });
  return [
    `SECRET='${secret}'`,
    `BODY='${body}'`,
    'TIME=$(date +%s)',
    `SIGN=$(printf '%s.%s' "$TIME" "$BODY" | openssl dgst -sha256 -hmac "$SECRET" | sed 's/^.* //')`,
    `curl ${address} \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -H "X-Siyu-Timestamp: $TIME" \\`,
    `  -H "X-Siyu-Signature: sha256=$SIGN" \\`,
    '  -d "$BODY"',
  ].join('\n');
}
