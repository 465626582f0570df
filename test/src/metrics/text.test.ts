// Figures as Prometheus reads them: help, type, labels escaped, and nothing for what is not known.
import assert from 'node:assert/strict';
import { createCounters } from '../../../src/metrics/counters.js';
import { gauges } from '../../../src/metrics/gauges.js';
import { metricsText } from '../../../src/metrics/text.js';

describe('metrics', () => {
  it('are written with help and type, and their labels cannot break out', () => {
    const samples = [{ labels: { name: 'a "b" \\ c\nd' }, value: 3 }];
    assert.equal(
      metricsText([{ name: 'things', help: 'All\nthings.', type: 'gauge', samples }]),
      '# HELP mailbox_guard_things All\\nthings.\n# TYPE mailbox_guard_things gauge\nmailbox_guard_things{name="a \\"b\\" \\\\ c\\nd"} 3\n',
    );
  });

  it('count turns, tries, retries and throttling', () => {
    const counters = createCounters();
    counters.turn('reply');
    counters.turn('reply');
    counters.turn('not-approver');
    const tried = { service: 'graph', method: 'GET', route: '/users', correlationId: 'x', requestId: null } as const;
    counters.upstream({ ...tried, attempt: 1, status: 429, fault: null, ms: 500 });
    counters.upstream({ ...tried, attempt: 2, status: 200, fault: null, ms: 1500 });
    counters.upstream({ ...tried, service: 'exchange', attempt: 1, status: null, fault: 'ECONNRESET', ms: 0 });
    const text = metricsText(counters.metrics());
    for (const line of [
      'turns_total{outcome="reply"} 2',
      'turns_total{outcome="not-approver"} 1',
      'upstream_requests_total{service="graph",status="429"} 1',
      'upstream_requests_total{service="exchange",status="none"} 1',
      'upstream_seconds_total{service="graph"} 2',
      'upstream_retries_total{service="graph"} 1',
      'upstream_throttled_total{service="graph"} 1',
    ]) {
      assert.ok(text.includes(`mailbox_guard_${line}\n`), `${line}\n${text}`);
    }
  });

  it('leave out what never happened, rather than call it fresh', () => {
    const nothing = { requests: {}, deliveries: {}, mailboxes: {}, findings: {}, jobs: [], recordEntries: 0 };
    const text = metricsText(gauges({ ...nothing, completeScanMs: null, answeredMs: 61_499 }));
    assert.ok(!text.includes('last_complete_scan_age_seconds'));
    assert.match(text, /^mailbox_guard_last_poll_age_seconds 61$/mu);
  });
});
