// Where the files of people go: upload sessions as OneDrive has them, on the address of the fake connector.
// learn.microsoft.com: "Send and receive files using bot"; "driveItem: createUploadSession", upload bytes.
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { JsonObject } from './json.js';
import type { PersonProfile } from './roster.js';

export interface DriveFile {
  readonly name: string;
  readonly ownerId: string;
  readonly contentUrl: string;
  readonly bytes: Buffer;
}

/** How the next upload is answered instead of taken. */
export interface UploadFault {
  /** 0: the connection is cut. */
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface OneDrive {
  /** Files that arrived as a whole. */
  readonly files: readonly DriveFile[];
  /** Requests to upload sessions, however they ended. */
  readonly uploads: readonly { readonly status: number; readonly range: string | undefined }[];
  failNext(fault: UploadFault): void;
}

interface Session {
  readonly owner: PersonProfile;
  readonly name: string;
  readonly token: string;
  readonly parts: Buffer[];
}

/** Microsoft takes less than 60 MiB in one request. */
const MOST_BYTES = 60 * 1024 * 1024;

export interface Drive extends OneDrive {
  /** What a client does when its person allows a file: the place for it, as the bot is told. */
  makeRoom(owner: PersonProfile, name: string): JsonObject;
  serve(server: FastifyInstance): void;
  /** Called once the address is known. */
  standsAt(url: string): void;
}

export function createDrive(): Drive {
  const sessions = new Map<string, Session>();
  const files: DriveFile[] = [];
  const uploads: { status: number; range: string | undefined }[] = [];
  const faults: UploadFault[] = [];
  let url = '';
  const folderOf = ({ objectId }: PersonProfile): string => `${url}/personal/${objectId}`;
  const contentUrlOf = (owner: PersonProfile, name: string): string =>
    `${folderOf(owner)}/Documents/Applications/${encodeURIComponent(name)}`;

  const take = (id: string, request: FastifyRequest): Answer => {
    const session = sessions.get(id);
    if (request.headers.authorization !== undefined) return refusal(401, 'unauthenticated');
    if (session === undefined) return refusal(404, 'itemNotFound');
    if ((request.query as { readonly tempauth?: string }).tempauth !== session.token) {
      return refusal(401, 'unauthenticated');
    }
    const answer = takePart(session, request.headers['content-range'], request.body as Buffer);
    if (answer.status !== 201) return answer;
    sessions.delete(id);
    const { owner, name, parts } = session;
    files.push({ name, ownerId: owner.objectId, contentUrl: contentUrlOf(owner, name), bytes: Buffer.concat(parts) });
    return answer;
  };

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const fault = faults.shift();
    const answer = fault === undefined ? take((request.params as { readonly id: string }).id, request) : { ...fault };
    uploads.push({ status: answer.status, range: request.headers['content-range'] });
    if (answer.status === 0) {
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return reply;
    }
    return reply
      .code(answer.status)
      .headers({ ...fault?.headers })
      .send('body' in answer ? answer.body : {});
  };

  return {
    files,
    uploads,
    failNext: (fault) => void faults.push(fault),
    standsAt(address) {
      url = address;
    },
    makeRoom(owner, name) {
      const id = randomUUID();
      const token = randomUUID();
      sessions.set(id, { owner, name, token, parts: [] });
      return {
        contentUrl: contentUrlOf(owner, name),
        name,
        uploadUrl: `${folderOf(owner)}/_api/v2.0/drive/items/${id}/uploadSession?overwrite=True&tempauth=${token}`,
        uniqueId: id,
        fileType: name.split('.').at(-1) ?? '',
        etag: `"{${id}},1"`,
      };
    },
    serve(server) {
      server.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_, body, done) =>
        done(null, body),
      );
      server.put('/personal/:owner/_api/v2.0/drive/items/:id/uploadSession', { bodyLimit: MOST_BYTES }, handle);
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

function refusal(status: number, code: string): Answer {
  return { status, body: { error: { code, message: code } } };
}

/** 202 while something is missing, 201 with the last byte. */
function takePart(session: Session, range: string | undefined, bytes: Buffer): Answer {
  const [, from, to, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range ?? '') ?? [];
  if (from === undefined) return refusal(400, 'invalidRequest');
  const had = session.parts.reduce((sum, part) => sum + part.length, 0);
  if (Number(from) !== had) return refusal(416, 'invalidRange');
  if (Number(to) - Number(from) + 1 !== bytes.length || Number(to) >= Number(total))
    return refusal(400, 'invalidRange');
  session.parts.push(bytes);
  const has = had + bytes.length;
  if (has < Number(total)) return { status: 202, body: { nextExpectedRanges: [`${has}-`] } };
  return { status: 201, body: { id: randomUUID(), name: session.name, size: has } };
}
