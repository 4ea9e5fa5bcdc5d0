import { configure } from '@testing-library/react';

// What a test waits for comes, or the test's own time is over: a busy machine is no failure.
configure({ asyncUtilTimeout: 10_000 });

// jsdom lays nothing out: no size ever changes.
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
