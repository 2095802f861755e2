import type { Clock } from '#platform/clock.ts';
import { type Chance, makeChance } from './store/chance.ts';
import { SimulatorClock } from './store/clock.ts';
import { readSettings, type Settings } from './store/settings.ts';
import { Store } from './store/store.ts';

/** What every part of the simulator works with. */
export type Simulation = {
  store: Store;
  clock: SimulatorClock;
  chance: Chance;
  settings: Settings;
};

/** Opens the world in the file, or begins an empty one; a seed given later replaces the one kept. */
export function openSimulation(file: string, clock: Clock, seed?: number): Simulation {
  const store = new Store(file);
  return {
    store,
    clock: new SimulatorClock(clock, store),
    chance: makeChance(store, keptSeed(store, seed)),
    settings: readSettings(store),
  };
}

export function keptSeed(store: Store, seed?: number): number {
  const row = store.one<{ value: string }>(`select value from meta where key = 'seed'`);
  const chosen = seed ?? Number(row?.value ?? 1);
  store.run(`insert or replace into meta values ('seed', ?)`, String(chosen));
  return chosen;
}
