/** Reads only what a directory refers to. Nothing is built for names, times and the rest: marking a vault is this, a million times over. */
import { JsonFields, readObject, type ReadField } from '../../tree/json-fields.ts';
import { JsonScanner, LIST, LIST_END } from '../../tree/json-scan.ts';
import { TreeCursor } from '../../tree/tree-reader.ts';

/** Told each id as a view that the next call overwrites. */
export interface RefSink {
  data(id: Uint8Array): void;
  tree(id: Uint8Array): void;
}

class Refs {
  readonly sink: RefSink;
  readonly id = new Uint8Array(32);

  constructor(sink: RefSink) {
    this.sink = sink;
  }
}

const FIELDS = new JsonFields<ReadField<Refs>>({
  content: (refs, scan) => {
    scan.expect(LIST);
    for (let first = true; scan.more(first, LIST_END); first = false) {
      scan.hexIdInto(refs.id);
      refs.sink.data(refs.id);
    }
  },
  subtree: (refs, scan) => {
    scan.hexIdInto(refs.id);
    refs.sink.tree(refs.id);
  },
});

/** @throws Fault `damaged`; what was told before stays told. */
export function readRefs(tree: Uint8Array, sink: RefSink): void {
  const refs = new Refs(sink);
  const cursor = new TreeCursor(tree);
  for (let node = cursor.nextRaw(); node !== null; node = cursor.nextRaw()) readObject(new JsonScanner(node, 'The directory'), FIELDS, refs);
}
