// The embedded engine's files, with an fsync that reaches the disk.
import { fsyncSync } from 'node:fs';
import type { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';

/** WASI's number for an input/output error; PostgreSQL then stops rather than believe the data safe. */
const EIO = 29;

interface OpenFile {
  /** Node's file descriptor, while the file is open. */
  readonly nfd?: number;
}
interface FileOperations {
  fsync?: (file: OpenFile) => number;
}
/** The part of the WebAssembly module that hands file operations to Node. */
interface ModuleWithNodeFiles {
  readonly NODEFS?: { readonly stream_ops: FileOperations };
}

/** A file system that counts how often it made data safe. */
export interface CountingFilesystem extends NodeFS {
  readonly fsyncs: number;
}

/**
 * PGlite's own NodeFS has no fsync at all, so a power cut loses what was committed. This one has; it leans on
 * internals, which is why PGlite is pinned and the store tests itself at every start.
 */
export class DurableNodeFS extends NodeFS implements CountingFilesystem {
  fsyncs = 0;

  override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]): ReturnType<NodeFS['init']> {
    const result = await super.init(pg, options);
    result.emscriptenOpts.preRun?.push((module: unknown) => {
      const operations = (module as ModuleWithNodeFiles).NODEFS?.stream_ops;
      // Not found: the counter stays at nought and the self-test refuses to start.
      if (operations !== undefined) operations.fsync = (file) => this.#fsync(file);
    });
    return result;
  }

  #fsync(file: OpenFile): number {
    if (file.nfd === undefined) return 0;
    try {
      fsyncSync(file.nfd);
    } catch {
      return EIO;
    }
    this.fsyncs += 1;
    return 0;
  }
}
