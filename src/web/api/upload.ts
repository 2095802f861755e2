import { language } from '../i18n/i18n.ts';
import { newKey, signedOut } from './api.ts';
import { BASE, type Query, queryString } from './client.ts';
import { localProblem, problemIn } from './problem.ts';

export type UploadProgress = { sent: number; total: number };

/**
 * Sends a file as the raw body, with progress: XMLHttpRequest, because fetch tells nothing about what was sent. The
 * name goes along in `X-File-Name` (percent-encoded: headers are Latin). Not asked again by itself: uploads are big.
 */
export function upload<T>(
  path: string,
  file: File,
  options: { query?: Query; onProgress?: (progress: UploadProgress) => void; signal?: AbortSignal } = {},
): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', BASE + path + queryString(options.query ?? {}));
    request.setRequestHeader('x-siyu-language', language());
    request.setRequestHeader('idempotency-key', newKey());
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name));
    request.upload.onprogress = event => options.onProgress?.({ sent: event.loaded, total: file.size });
    request.onerror = () => reject(localProblem('unreachable', 0, path));
    request.onabort = () => reject(options.signal?.reason ?? new DOMException('Aborted', 'AbortError'));
    request.onload = () => settle<T>(request, path).then(resolve, reject);
    options.signal?.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}

async function settle<T>(request: XMLHttpRequest, path: string): Promise<T> {
  if (request.status >= 200 && request.status < 300)
    return (request.responseText === '' ? undefined : JSON.parse(request.responseText)) as T;
  const headers = new Headers();
  const requestId = request.getResponseHeader('x-request-id');
  if (requestId) headers.set('x-request-id', requestId);
  const problem = await problemIn(
    new Response(request.responseText, { status: request.status, headers }),
    path,
  );
  if (problem.status === 401) signedOut();
  throw problem;
}
