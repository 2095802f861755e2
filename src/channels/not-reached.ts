type Reach = { detail: string; carriedOut: 'no' | 'maybe' };

/** Whether the connection was never made: no name, no route, nobody listening, no trust. Anything later is a maybe. */
export function notReached(error: unknown): Reach {
  const cause = error instanceof Error ? (error.cause as Partial<Cause> | undefined) : undefined;
  const detail = cause?.code ?? 'unknown';
  const causes = cause?.errors?.length ? cause.errors : [cause];
  return { detail, carriedOut: causes.every(isBeforeSending) ? 'no' : 'maybe' };
}

type Cause = { code: string; syscall: string; errors: Partial<Cause>[] };

function isBeforeSending(cause: Partial<Cause> | undefined): boolean {
  if (cause?.syscall === 'connect' || cause?.syscall === 'getaddrinfo') return true;
  return /^(UND_ERR_CONNECT_TIMEOUT|CERT_|ERR_TLS_|ERR_SSL_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_)/.test(
    cause?.code ?? '',
  );
}
