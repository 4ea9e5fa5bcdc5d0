/** What Lumen's build (vite.config.ts, which `headlamp-plugin build` merges) and its packaging read. */
export default {
  /** The plugin is one file that every page of Headlamp loads: kB after gzip. */
  budget: 250,
};
