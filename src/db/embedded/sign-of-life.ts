// A socket that answers as long as its process lives, for processes that cannot see each other's numbers.
import { rm } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';

const ANSWER_MS = 1_000;

/** Whether somebody answers at that path; 'unknown' when there is nothing to ask. */
export async function answersAt(path: string): Promise<'yes' | 'no' | 'unknown'> {
  return new Promise((resolve) => {
    const connection = createConnection(path);
    const done = (answer: 'yes' | 'no' | 'unknown'): void => {
      connection.destroy();
      resolve(answer);
    };
    connection.setTimeout(ANSWER_MS, () => done('yes'));
    connection.on('connect', () => done('yes'));
    // Refused: the socket's file is there and nobody behind it.
    connection.on('error', ({ code }: NodeJS.ErrnoException) => done(code === 'ECONNREFUSED' ? 'no' : 'unknown'));
  });
}

/** Answers at that path until stopped. Where the system has no such sockets, does nothing. */
export async function keepAnsweringAt(path: string): Promise<{ stop(): Promise<void> }> {
  if (process.platform === 'win32') return { stop: async () => undefined };
  await rm(path, { force: true });
  const server = createServer((connection) => connection.destroy());
  server.unref();
  return new Promise((resolve) => {
    server.once('error', () => resolve({ stop: async () => undefined }));
    server.listen(path, () => {
      resolve({ stop: () => new Promise((closed) => server.close(() => closed())) });
    });
  });
}
