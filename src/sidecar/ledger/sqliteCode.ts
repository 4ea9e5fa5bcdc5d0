/** What an error of SQLite means to us; undefined where it is another error. */
export type SqliteCode = 'full' | 'read-only' | 'damaged' | 'busy' | 'other';

/** SQLite's result codes; the upper bytes of an extended one tell where. */
const meanings: Record<number, SqliteCode> = {
  5: 'busy',
  8: 'read-only',
  11: 'damaged',
  13: 'full',
  26: 'damaged',
};
/** No room for the index of the write-ahead log, which SQLite calls an I/O error. */
const noRoomForIndex = 4874;

export function sqliteCode(error: unknown): SqliteCode | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined;
  const code = Number(error.errcode);
  if (code === noRoomForIndex) return 'full';
  return meanings[code & 0xff] ?? 'other';
}
