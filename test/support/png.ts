// Reads the pixels of a PNG, as far as the project's own icons need it: eight bits a channel, not interlaced.
import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, alpha of each pixel, row by row. */
  readonly pixels: readonly (readonly [number, number, number, number])[];
}

const SIGNATURE = '89504e470d0a1a0a';
/** Bytes a pixel, by the colour type in the header: without alpha, and with it. */
const CHANNELS: Readonly<Record<number, number>> = { 2: 3, 6: 4 };

export function readPng(bytes: Buffer): Picture {
  assert.equal(bytes.toString('hex', 0, 8), SIGNATURE);
  const chunks = [...chunksOf(bytes)];
  const header = chunks.find(({ type }) => type === 'IHDR')?.data ?? Buffer.alloc(0);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, color = -1, ...rest] = header.subarray(8);
  const channels = CHANNELS[color] ?? 0;
  assert.deepEqual(
    [depth, channels > 0, ...rest],
    [8, true, 0, 0, 0],
    'eight bits, red, green and blue, not interlaced',
  );
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const flat = unfilter(inflateSync(packed), channels, width, height);
  const pixels = Array.from({ length: width * height }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 255] = flat.subarray(index * channels, (index + 1) * channels);
    return [red, green, blue, alpha] as const;
  });
  return { width, height, pixels };
}

function* chunksOf(bytes: Buffer): Generator<{ readonly type: string; readonly data: Buffer }> {
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    yield { type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

/** Undoes the five filters of the PNG specification (section 9). */
function unfilter(raw: Buffer, channels: number, width: number, height: number): Buffer {
  const stride = channels * width;
  const out = Buffer.alloc(stride * height);
  const before = (row: number, column: number): number =>
    row < 0 || column < 0 ? 0 : (out[row * stride + column] ?? 0);
  for (let at = 0; at < out.length; at += 1) {
    const [row, column] = [Math.floor(at / stride), at % stride];
    const start = row * (stride + 1);
    const [left, up] = [before(row, column - channels), before(row - 1, column)];
    const corner = before(row - 1, column - channels);
    const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
    out[at] = (raw[start + 1 + column] ?? 0) + (guesses[raw[start] ?? 0] ?? 0);
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}
