import type { Context } from 'hono';
import { routePath } from 'hono/route';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Metrics of this process. One prefix, base units, route templates as labels: never a path, never a person. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics, prefix: 'siyu_' });

const requests = new Histogram({
  name: 'siyu_http_request_duration_seconds',
  help: 'Time from request to answer',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [metrics],
});

export function requestsSeen(context: Context, seconds: number): void {
  const route = routePath(context, -1) || 'none';
  requests.observe({ method: context.req.method, route, status: context.res.status }, seconds);
}
