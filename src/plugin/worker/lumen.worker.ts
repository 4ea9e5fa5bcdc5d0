import { createJobs } from './jobs.ts';
import { answer, type Asked } from './message.ts';

/** The plugin's one worker: what takes long, or needs a library that pages should not load. */
const jobs = createJobs();

self.onmessage = ({ data }: MessageEvent<Asked>) => {
  self.postMessage(answer(jobs, data));
};
