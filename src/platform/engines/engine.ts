/** Where an engine runs and how it is reached. */
export type Running = { pid: number; url: string };

/** A database that Siyu brings along and looks after. */
export type Engine = {
  name: 'PostgreSQL' | 'ClickHouse';
  /** The engine as somebody started it for this home, when it runs and answers. */
  find(): Promise<Running | undefined>;
  /** Starts it and waits until it answers. */
  start(): Promise<Running>;
  /** Stops it, whoever started it, in order: everything acknowledged is kept. */
  stop(): Promise<void>;
  /** The same without waiting, for a process that is just ending. */
  tellToStop(): void;
};
