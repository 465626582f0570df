// Chromium without a screen, where this machine has it.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const USUAL = '/usr/bin/chromium';
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** The program that the environment variable CHROMIUM names, or the usual one; null when there is none. */
export function findChromium(named = process.env['CHROMIUM']): string | null {
  const path = named === undefined || named === '' ? USUAL : named;
  return existsSync(path) ? path : null;
}

/** Starts it. Playground asks Microsoft's servers for fonts and pictures; none of that leaves this machine. */
export function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}
