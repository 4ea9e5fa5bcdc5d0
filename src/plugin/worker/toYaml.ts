import YamlWorker from './yaml.worker.ts?worker&inline';

interface Waiting {
  value: unknown;
  done: (text: string) => void;
}

let worker: Worker | undefined;
let lastId = 0;
const waiting = new Map<number, Waiting>();

function startWorker(): Worker {
  const started = new YamlWorker();
  started.onmessage = ({ data }: MessageEvent<{ id: number; text: string }>) => {
    waiting.get(data.id)?.done(data.text);
    waiting.delete(data.id);
  };
  // Where the page's policy forbids workers, JSON is still the truth, and is YAML too.
  started.onerror = () => {
    for (const { value, done } of waiting.values()) done(JSON.stringify(value, undefined, 2));
    waiting.clear();
    worker = undefined;
  };
  return started;
}

/** A value as YAML text, written in the worker; as JSON where no worker may run. */
export function toYaml(value: unknown): Promise<string> {
  return new Promise(done => {
    lastId += 1;
    waiting.set(lastId, { value, done });
    try {
      worker ??= startWorker();
      worker.postMessage({ id: lastId, value });
    } catch {
      waiting.delete(lastId);
      done(JSON.stringify(value, undefined, 2));
    }
  });
}
