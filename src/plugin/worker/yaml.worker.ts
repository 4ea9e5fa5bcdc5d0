import { stringify } from 'yaml';

/** The plugin's one worker: what takes long, or needs a library that pages should not load. */
self.onmessage = ({ data }: MessageEvent<{ id: number; value: unknown }>) => {
  const text = stringify(data.value, { lineWidth: 0, aliasDuplicateObjects: false });
  self.postMessage({ id: data.id, text });
};
