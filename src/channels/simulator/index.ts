export { SimulatorAdmin, SimulatorRefusal } from './admin/client.ts';
export type { FaultDescription } from './faults/faults.ts';
export type { Counts, LogRow, ReceivedRow, ReplyRow } from './recorder/reading.ts';
export { type RunningSimulator, type SimulatorOptions, startSimulator } from './simulator.ts';
export type { SettingsPatch } from './store/settings.ts';
export type { CorpDescription, WorldDescription } from './world/world.ts';
