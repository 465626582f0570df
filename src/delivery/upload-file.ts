// Puts a file where its person's client made room for it: one request to an upload session of OneDrive.

/** The file did not arrive, or not as a whole. */
export class NotUploaded extends Error {
  /** Null when no answer came. */
  readonly status: number | null;
  constructor(status: number | null, why: string) {
    super(why);
    this.name = 'NotUploaded';
    this.status = status;
  }
}

/** What one request may carry; learn.microsoft.com: "Upload bytes to the upload session" says less than 60 MiB. */
export const MOST_BYTES = 50_000_000;
/** Most of a minute, for a slow line. */
const TIMEOUT_MS = 50_000;
/** 202 would say that more is expected: there is no more. */
const ARRIVED: ReadonlySet<number> = new Set([200, 201]);

/**
 * The address is a secret: whoever has it may write there. So it goes nowhere else, no redirect is followed, and no token of
 * ours goes along: the session refuses one.
 * @throws NotUploaded
 */
export async function uploadFile(
  address: string,
  bytes: Uint8Array<ArrayBuffer>,
  timeoutMs = TIMEOUT_MS,
): Promise<void> {
  const response = await fetch(address, {
    method: 'PUT',
    redirect: 'manual',
    headers: {
      'content-type': 'application/octet-stream',
      'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}`,
    },
    body: bytes,
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    // The error of fetch may name the address.
    throw new NotUploaded(null, `no answer (${causeOf(error)})`);
  });
  await response.body?.cancel();
  if (!ARRIVED.has(response.status)) throw new NotUploaded(response.status, `answered ${response.status}`);
}

function causeOf(error: unknown): string {
  const { name, cause } = error as { readonly name?: string; readonly cause?: { readonly code?: string } };
  return cause?.code ?? name ?? 'no reason given';
}
