// The two files that setup leaves as they are, but for what the flags say: whoever runs it again may choose otherwise, and a
// bot that reads the old choice asks the API, or writes in the way, that the steps no longer prepare.

export interface Renewed {
  readonly text: string;
  /** What is different now, in words. */
  readonly changes: readonly string[];
}

type Wanted = Readonly<Record<string, string | null>>;

/** The settings file with these settings; null takes one away. Everything else stays, line by line. */
export function renewSettings(text: string, wanted: Wanted): Renewed {
  const changes: string[] = [];
  let lines = text.split('\n');
  for (const [name, value] of Object.entries(wanted)) {
    const own = lines.filter((line) => line.startsWith(`${name}=`));
    // The last one counts, for the scripts and for the bot.
    const before =
      own
        .at(-1)
        ?.slice(name.length + 1)
        .trim() ?? null;
    if (before === value) continue;
    changes.push(change(name, before, value));
    const [first] = own;
    const at = first === undefined ? lines.length - (lines.at(-1) === '' ? 1 : 0) : lines.indexOf(first);
    const rest = (part: readonly string[]): readonly string[] => part.filter((line) => !line.startsWith(`${name}=`));
    lines = [...rest(lines.slice(0, at)), ...(value === null ? [] : [`${name}=${value}`]), ...rest(lines.slice(at))];
  }
  return { text: lines.join('\n'), changes };
}

/** The extra settings of App Service likewise. @throws Error with a sentence when the file is no JSON object */
export function renewExtraSettings(text: string, wanted: Wanted): Renewed {
  const extra = objectIn(text);
  const changes: string[] = [];
  for (const [name, value] of Object.entries(wanted)) {
    const before = extra[name] ?? null;
    if (before === value) continue;
    changes.push(change(name, typeof before === 'string' ? before : null, value));
    if (value === null) delete extra[name];
    else extra[name] = value;
  }
  return { text: changes.length === 0 ? text : `${JSON.stringify(extra, null, 2)}\n`, changes };
}

function change(name: string, before: string | null, value: string | null): string {
  return value === null ? `${name} is gone (it was ${before})` : `${name}=${value} (it was ${before ?? 'not set'})`;
}

function objectIn(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below.
  }
  throw new Error(
    'extra-settings.json is no JSON object such as { "LOG_LEVEL": "warn" }. Mend it, then run setup again.',
  );
}
