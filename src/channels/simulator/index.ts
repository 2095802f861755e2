export { SimulatorAdmin } from './admin/client.ts';
export { type RunningSimulator, startSimulator } from './simulator.ts';
export type { CorpDescription } from './world/world.ts';
