// What people really type: mentions, pasted formatting, entities, smart quotes.
import assert from 'node:assert/strict';
import { plainWords, splitCommand } from '../../bot/wording.js';

describe('wording', () => {
  const cases: readonly (readonly [said: string, mentions: readonly string[], words: string])[] = [
    ['list', [], 'list'],
    ['  LIST \r\n exposed ', [], 'LIST exposed'],
    ['<at>Mailbox Guard</at>&nbsp;list&nbsp;exposed', ['<at>Mailbox Guard</at>'], 'list exposed'],
    ['<at>Mailbox Guard</at> <at>Mailbox Guard</at> list', ['<at>Mailbox Guard</at>'], 'list'],
    ['<at>Someone Else</at> list', [], 'list'],
    ['<p><b>block</b> <a href="mailto:x@example.com">x@example.com</a> left</p>', [], 'block x@example.com left'],
    ['block \u201cFront Desk\u201d it\u2019s unused', [], 'block "Front Desk" it\'s unused'],
    ['block \u00abAccueil\u00bb inutile', [], 'block "Accueil" inutile'],
    ['status R&amp;D', [], 'status R&D'],
    ['status &lt;script&gt;', [], 'status <script>'],
    ['\u202elist\u202c \u200bexposed', [], 'list exposed'],
    ['status 5 < 6', [], 'status 5 < 6'],
    ['', [], ''],
  ];
  for (const [said, mentions, words] of cases) {
    it(JSON.stringify(said), () => assert.equal(plainWords(said, mentions), words));
  }

  it('takes the first word as the command, whatever its case and punctuation', () => {
    assert.deepEqual(splitCommand('/Help!'), { name: 'help', rest: '' });
    assert.deepEqual(splitCommand('List: exposed rooms'), { name: 'list', rest: 'exposed rooms' });
  });
});
