import { Hono } from 'hono';
import type { Simulation } from '../simulation.ts';

export function pageRoutes(_simulation: Simulation): Hono {
  return new Hono();
}
