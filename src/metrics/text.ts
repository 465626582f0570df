// Figures in the text form that Prometheus reads (exposition format 0.0.4).

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** One metric with its samples; a name never changes its meaning. */
export interface Metric {
  /** Without the prefix that all of them have. */
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge';
  readonly samples: readonly Sample[];
}

/** Of every name. */
export const PREFIX = 'mailbox_guard_';
export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** A metric without samples is left out: nothing is known of it. */
export function metricsText(metrics: readonly Metric[]): string {
  return metrics
    .filter(({ samples }) => samples.length > 0)
    .map(({ name, help, type, samples }) => {
      const full = `${PREFIX}${name}`;
      const head = `# HELP ${full} ${escaped(help, false)}\n# TYPE ${full} ${type}\n`;
      return head + samples.map(({ labels = {}, value }) => `${full}${labelText(labels)} ${value}\n`).join('');
    })
    .join('');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value, true)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(text: string, isLabel: boolean): string {
  const safe = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
  return isLabel ? safe.replaceAll('"', '\\"') : safe;
}
