/**
 * Workers that tests start run from source: Node strips their types with a WebAssembly module of its own, an instance in each thread. When V8 compiles the wrappers
 * of what such a module imports once more, after 1000 calls, it may meet those of a thread that just ended, and ends the process ("Check failed: jit_page.has_value()",
 * WasmImportWrapperCache::Free, V8 13.6). They stay as they are here. What is built has no types to strip.
 */
import { setFlagsFromString } from 'node:v8';

setFlagsFromString('--wasm-wrapper-tiering-budget=2147483647');
