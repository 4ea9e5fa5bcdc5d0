import type { Jobs } from './jobs.ts';
import LumenWorker from './lumen.worker.ts?worker&inline';
import type { Answered, Asked } from './message.ts';

interface Waiting {
  resolve: (output: never) => void;
  reject: (error: Error) => void;
}

/** The page's policy forbids workers, or the browser could not start one. */
export class NoWorkerError extends Error {
  constructor() {
    super('this page may not start a web worker (worker-src blob: in its Content-Security-Policy)');
    this.name = 'NoWorkerError';
  }
}

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, Waiting>();

function giveUp(): void {
  worker = undefined;
  for (const { reject } of waiting.values()) reject(new NoWorkerError());
  waiting.clear();
}

function startWorker(): Worker {
  const started = new LumenWorker();
  started.onmessage = ({ data }: MessageEvent<Answered>) => {
    const asked = waiting.get(data.id);
    waiting.delete(data.id);
    if ('error' in data) asked?.reject(new Error(data.error));
    else asked?.resolve(data.output as never);
  };
  // Its jobs answer with their errors: this one is about the worker itself.
  started.onerror = giveUp;
  return started;
}

/** Starts the worker ahead of its first job: it is ready when what it will be asked about has come. */
export function wakeWorker(): void {
  try {
    worker ??= startWorker();
  } catch {
    // Whoever asks it is told.
  }
}

/** Has the worker do a job. What is in `transfer` is the worker's afterwards. */
export function ask<J extends keyof Jobs>(
  job: J,
  input: Parameters<Jobs[J]>[0],
  transfer: Transferable[] = []
): Promise<ReturnType<Jobs[J]>> {
  return new Promise((resolve, reject) => {
    const id = ++lastId;
    const asked: Asked = { id, job, input };
    try {
      worker ??= startWorker();
      waiting.set(id, { resolve, reject });
      worker.postMessage(asked, transfer);
    } catch (error) {
      waiting.delete(id);
      reject(worker && error instanceof Error ? error : new NoWorkerError());
    }
  });
}
