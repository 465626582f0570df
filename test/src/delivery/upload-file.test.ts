// Putting a file into an upload session: what is sent, what counts as arrived, and what never goes along.
import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { NotUploaded, uploadFile } from '../../../src/delivery/upload-file.js';

interface Met {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

describe('uploading a file', () => {
  let server: Server;
  let address: string;
  let answer: { readonly status: number; readonly location?: string } | 'reset' | 'never';
  const met: Met[] = [];
  const bytes = new TextEncoder().encode('name,address\r\nFrönt desk,desk@contoso.example\r\n');

  before(async () => {
    server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => void parts.push(part));
      request.on('end', () => {
        const { method, url, headers } = request;
        met.push({ method, url, headers, bytes: Buffer.concat(parts) });
        if (answer === 'reset') request.socket.destroy();
        else if (answer !== 'never') {
          response.writeHead(answer.status, answer.location === undefined ? {} : { location: answer.location });
          response.end('{"id":"x"}');
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/session?tempauth=secret-of-the-session`;
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  beforeEach(() => {
    met.length = 0;
  });

  it('sends all of it in one request that says so, and nothing of ours', async () => {
    answer = { status: 201 };
    await uploadFile(address, bytes);
    assert.equal(met.length, 1);
    const [one] = met;
    assert.equal(one?.method, 'PUT');
    assert.equal(one?.url, '/session?tempauth=secret-of-the-session');
    assert.deepEqual(one?.bytes, Buffer.from(bytes));
    assert.equal(one?.headers['content-range'], `bytes 0-${bytes.length - 1}/${bytes.length}`);
    assert.equal(one?.headers['content-length'], String(bytes.length));
    assert.equal(one?.headers.authorization, undefined);
    assert.equal(one?.headers.cookie, undefined);
  });

  it('counts as arrived when it is there as a whole, and only then', async () => {
    answer = { status: 200 };
    await uploadFile(address, bytes);
    for (const status of [202, 204, 400, 401, 404, 409, 416, 429, 500, 503, 507]) {
      answer = { status };
      await assert.rejects(uploadFile(address, bytes), (error) => {
        assert(error instanceof NotUploaded);
        assert.equal(error.status, status);
        return true;
      });
    }
  });

  it('goes nowhere else', async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      answer = { status, location: address.replace('/session', '/elsewhere') };
      await assert.rejects(uploadFile(address, bytes), { status });
    }
    assert.deepEqual([...new Set(met.map(({ url }) => url?.split('?')[0]))], ['/session']);
  });

  it('gives up on what does not answer, and never repeats the address', async () => {
    const gone = { status: null };
    answer = 'reset';
    await assert.rejects(uploadFile(address, bytes), gone);
    answer = 'never';
    const started = performance.now();
    await assert.rejects(uploadFile(address, bytes, 200), gone);
    assert.ok(performance.now() - started < 20_000);
    for (const where of [
      'http://127.0.0.1:9/session?tempauth=secret-of-the-session',
      'http://nowhere.invalid/secret-of-the-session',
    ]) {
      await assert.rejects(uploadFile(where, bytes), (error) => {
        assert(error instanceof NotUploaded);
        assert.doesNotMatch(`${error.stack} ${String(error.cause)}`, /secret-of-the-session/u);
        return true;
      });
    }
  });
});
