declare const settings: { budget: number };
export default settings;
