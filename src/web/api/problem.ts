import type { ProblemBody } from '#platform/contract.ts';

/** A refusal or a failure, in the server's own words (RFC 9457). What cannot be asked again arrives as this. */
export class ApiProblem extends Error {
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.title);
    this.name = 'ApiProblem';
    this.body = body;
  }

  get status(): number {
    return this.body.status;
  }

  get code(): string {
    return this.body.code;
  }

  /** Faults by form field: `body.address.city` → `['address', 'city']`, ready for antd's `form.setFields`. */
  fields(): { name: string[]; errors: string[] }[] {
    const byPath = new Map<string, string[]>();
    for (const error of this.body.errors ?? []) {
      const path = error.path.replace(/^(body|query|path)\./, '');
      byPath.set(path, [...(byPath.get(path) ?? []), error.message]);
    }
    return [...byPath].map(([path, errors]) => ({ name: path.split('.'), errors }));
  }
}

/** The problem in an answer; when a proxy answered in our place, one of our own that says so. */
export async function problemIn(response: Response, path: string): Promise<ApiProblem> {
  const requestId = response.headers.get('x-request-id') ?? '';
  const body: unknown = await response.json().catch(() => undefined);
  if (isProblem(body)) return new ApiProblem({ ...body, requestId: body.requestId || requestId });
  return localProblem('not_ours', response.status, path, requestId);
}

/** A failure that never reached the server, or came from something between. Its words are in texts `problem.*`. */
export function localProblem(
  code: 'unreachable' | 'not_ours',
  status: number,
  path: string,
  requestId = '',
): ApiProblem {
  return new ApiProblem({
    type: 'about:blank',
    title: '',
    status,
    detail: '',
    instance: path,
    code,
    requestId,
  });
}

function isProblem(body: unknown): body is ProblemBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    'code' in body &&
    'title' in body &&
    'detail' in body &&
    'status' in body &&
    'requestId' in body
  );
}
