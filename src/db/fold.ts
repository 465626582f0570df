// How names are compared: without case, and for searching and sorting also without accents.

/** For "is it the same": case does not count, nor does how an accent is encoded. */
export function fold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/** For finding and sorting: accents do not count either. */
export function foldAccents(text: string): string {
  return fold(text)
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '');
}

/** A LIKE pattern that finds the text anywhere; what LIKE would take for a wildcard is taken literally. */
export function containing(text: string): string {
  return `%${literally(text)}%`;
}

/** A LIKE pattern that finds what begins with the text. */
export function beginningWith(text: string): string {
  return `${literally(text)}%`;
}

function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
