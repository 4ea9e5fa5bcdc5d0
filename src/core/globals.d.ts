// The few globals that browsers and Node share: core and protocol are checked without DOM and without Node.
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare class URL {
  constructor(url: string, base?: string);
  readonly protocol: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
}
declare function structuredClone<T>(value: T): T;
declare function atob(base64: string): string;
