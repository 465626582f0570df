// Playground's "Custom activity": whatever one likes, sent as the person of the window.
import type { Page } from 'playwright-core';

/** The editor shows a whole activity whose last line is its type; that line gives way to these fields. */
export async function sendCustom(page: Page, part: Readonly<Record<string, unknown>>): Promise<void> {
  await page.getByRole('button', { name: 'Mock an Activity' }).click();
  await page.getByRole('menuitem', { name: 'Custom activity' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('<custom-activity-type>').waitFor();
  await dialog.getByRole('code').click();
  for (const key of ['Control+End', 'ArrowUp', 'End', 'Shift+Home', 'Delete']) await page.keyboard.press(key);
  await page.keyboard.insertText(JSON.stringify(part).slice(1, -1));
  await dialog.getByRole('button', { name: 'Send activity' }).click();
  await dialog.waitFor({ state: 'hidden' });
}
