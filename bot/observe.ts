// Puts requests to Microsoft into the log and into the figures: by route and id, never by what was asked or answered.
import type { Counters } from '../src/metrics/counters.js';
import type { UpstreamTry } from '../src/tenant/observe.js';
import type { Log } from './log.js';

/** Reads that are answered are told at debug only: there are many. Whatever changes something, or fails, is told. */
export function observer(log: Log, counters: Counters): (tried: UpstreamTry) => void {
  return (tried) => {
    counters.upstream(tried);
    const { status, method, route } = tried;
    const isFine = status !== null && status < 400;
    if (!isFine) log.warn(tried, 'request to Microsoft not answered as asked');
    else if (method === 'PATCH' || WRITING.test(route)) log.info(tried, 'request to Microsoft that changes something');
    else log.debug(tried, 'request to Microsoft');
  };
}

/** POSTs that do more than ask. */
const WRITING = /\/(?:revokeSignInSessions|installedApps)$/u;
