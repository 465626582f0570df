// Names a request to Microsoft after the work it belongs to, in the form that Microsoft takes.
import { createHash } from 'node:crypto';

const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/iu;

/**
 * The client-request-id for a correlation id: itself when it is a GUID, else a GUID made from it (RFC 9562, version 8),
 * always the same one. Microsoft keeps it with its own request id.
 */
export function clientRequestId(correlationId: string): string {
  if (GUID.test(correlationId)) return correlationId.toLowerCase();
  const hex = createHash('sha256').update(correlationId).digest('hex');
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
