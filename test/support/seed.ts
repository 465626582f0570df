// The seed of a random test: another one each time, printed, so that what failed once can be had again.

/** `SEED` where it is set. Printed either way, with what it is for. */
export function newSeed(what: string): number {
  const given = Number(process.env['SEED']);
  const seed = Number.isSafeInteger(given) && given > 0 ? given : Math.floor(Math.random() * 0x7fff_ffff) + 1;
  process.stdout.write(`    ${what}: SEED=${seed}\n`);
  return seed;
}
