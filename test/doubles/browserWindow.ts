/** What the plugin asks of a window, in Node: its timers, and frames that are never late. */
export const browserWindow = {
  setTimeout,
  clearTimeout,
  requestAnimationFrame: (draw: () => void) => setTimeout(draw),
  cancelAnimationFrame: clearTimeout,
};
