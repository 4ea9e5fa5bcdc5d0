// Plugins share the host's `monaco-editor` as a module. The editor itself is loaded when a page opens one, from
// /assets/vs, so the host's bundle holds only this stand-in for the import.
export const editor = {};
export const languages = {};
export default { editor, languages };
