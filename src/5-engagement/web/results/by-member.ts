import type { Wire } from '#web/api/client.ts';
import type { taskView } from '../../broadcasts/contract.ts';

export type Task = Wire<typeof taskView>;

/** A member's part of a broadcast: one task, or many when the text has variables. */
export type MemberTasks = {
  member: Task['member'];
  tasks: number;
  people: number;
  delivered: number;
  reminders: number;
  /** Tasks that stand at the platform and wait for the member, oldest first. */
  waiting: readonly Task[];
  building: number;
  cancelled: number;
  failures: readonly string[];
  /** When the last task was confirmed; undefined while one waits. */
  confirmedAt: string | undefined;
};

/** Who still has something to do comes first, then those with most people. */
export function byMember(tasks: readonly Task[]): MemberTasks[] {
  const groups = new Map<string, Task[]>();
  for (const task of tasks) groups.set(task.member.id, [...(groups.get(task.member.id) ?? []), task]);
  return [...groups.values()]
    .flatMap(sum)
    .sort(
      (one, other) =>
        Number(other.waiting.length > 0) - Number(one.waiting.length > 0) || other.people - one.people,
    );
}

function sum(tasks: readonly Task[]): MemberTasks[] {
  const [first] = tasks;
  if (!first) return [];
  const total = (of: (task: Task) => number) => tasks.reduce((all, task) => all + of(task), 0);
  const count = (is: (task: Task) => boolean) => tasks.filter(is).length;
  const confirmed = tasks.flatMap(task => task.confirmedAt ?? []).sort();
  const done = count(
    task => task.confirmedAt !== null || task.state === 'cancelled' || task.state === 'failed',
  );
  return [
    {
      member: first.member,
      tasks: tasks.length,
      people: total(task => task.people),
      delivered: total(task => task.delivered),
      reminders: total(task => task.reminders),
      waiting: tasks.filter(task => task.state === 'created' && task.confirmedAt === null),
      building: count(task => task.state === 'recorded' || task.state === 'calling'),
      cancelled: count(task => task.state === 'cancelled'),
      failures: [...new Set(tasks.flatMap(task => task.failure ?? []))],
      confirmedAt: done === tasks.length ? confirmed.at(-1) : undefined,
    },
  ];
}
