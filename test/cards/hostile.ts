// Text from outside at its worst: names as people, and attackers, have put them into directories.

/** Each tries something else; all are names that Exchange would take. */
export const HOSTILE = {
  long: 'Very long mailbox name that goes on and on '.repeat(6).slice(0, 256),
  unbroken: 'W'.repeat(256),
  markdown: '**Bold** [Approve](https://evil.example) - item # head `code` _x_',
  expression: 'Ops ${requester.name} ${1+1} $${{x}}',
  html: '<b onclick="alert(1)">Desk</b><img src=x onerror=alert(1)>&amp;',
  mention: '<at>Everyone</at>',
  bidi: 'Sales \u202egnitekraM\u202c \u2067desk\u2069',
  emoji: '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿✅ Blocked 🟢',
  allEmoji: '🦄'.repeat(128),
  date: '{{DATE(2026-11-23T00:00:00Z,SHORT)}} desk',
  formula: "=cmd|' /C calc'!A0",
  newlines: 'Front\r\nDesk\u2028Sign-in blocked\tby admin',
  invisible: '\u200b\u00ad\u2060\u3164',
  stacked: `Z${'\u0335\u0336\u0337\u0338'.repeat(40)}algo`,
  surrogate: 'Half \ud83d of an emoji',
  threeBytes: '漢'.repeat(256),
  rightToLeft: 'חדר ישיבות 4 – قاعة',
} as const;

export const hostileNames: readonly string[] = Object.values(HOSTILE);
