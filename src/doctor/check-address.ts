// The address that Teams reaches the bot at, tried from here: it answers, it is this bot, and it lets no stranger in.
import type { DoctorDoors } from './doors.js';
import { about, type Finding } from './finding.js';

export async function checkAddress({ config, ask }: DoctorDoors): Promise<Finding> {
  const { ok, broken, unchecked } = about('address', 'Public address');
  const { publicUrl } = config;
  if (publicUrl === null) {
    return unchecked('PUBLIC_URL is not set, so nothing can be tried', 'Set PUBLIC_URL to the address that Teams uses');
  }
  const step = `curl -i ${publicUrl}/healthz must answer 200: look at name, certificate, proxy and port ${config.listen.port}`;
  try {
    const { status, body } = await ask('GET', `${publicUrl}/healthz`);
    if (status !== 200 || !isAlive(body))
      return broken(`${publicUrl}/healthz answers ${status}, and not as this bot does`, step);
    const { status: door } = await ask('POST', `${publicUrl}/api/messages`);
    if (door === 401) return ok(`${publicUrl} answers, and asks strangers for a token`);
    const detail = `${publicUrl}/api/messages answers ${door} to a stranger, and should answer 401`;
    return broken(detail, 'Let the proxy pass /api/messages on to the bot unchanged');
  } catch (error) {
    return broken(`${publicUrl} does not answer (${reasonOf(error)}): Teams cannot reach the bot`, step);
  }
}

function isAlive(body: string): boolean {
  try {
    return (JSON.parse(body) as { readonly status?: unknown }).status === 'alive';
  } catch {
    return false;
  }
}

/** fetch says what happened in the cause. */
function reasonOf(error: unknown): string {
  const { cause, name } = error as { readonly cause?: { readonly code?: unknown }; readonly name?: string };
  return typeof cause?.code === 'string' ? cause.code : (name ?? 'no answer');
}
