/** The part of WebAssembly used here, as types: TypeScript brings them only together with the browser's, which `main` does without. */

export interface Memory {
  readonly buffer: ArrayBuffer;
  /** Adds pages of 64 KiB and detaches `buffer`. Throws a RangeError where the system has no more. */
  grow(pages: number): number;
}

interface WebAssemblyApi {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: object };
}

const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyApi };

/** Compiles and starts a module that imports nothing, at once and on this thread. */
export const instantiate = (bytes: Uint8Array): object => new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports;
