/** Where an engine runs and how it is reached. */
export type Running = { pid: number; url: string };

/** A database that Siyu brings along and looks after. */
export type Engine = {
  name: string;
  /** The engine as somebody started it for this home, when it runs and answers. */
  find(): Promise<Running | undefined>;
  /** Starts it and waits until it answers. */
  start(): Promise<Running>;
  /** Stops it in order: everything acknowledged is kept. */
  stop(pid: number): Promise<void>;
};
