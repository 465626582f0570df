// The answer to the offer of a file: what of it is believed, and where a file may never go.
import assert from 'node:assert/strict';
import { readConsent } from '../../bot/consent-values.js';
import { CLOUD_HOSTS } from '../../src/config/clouds.js';
import { Refused } from '../../src/failure.js';

const HOSTS = CLOUD_HOSTS.public.fileHosts;
const DRIVE = 'https://contoso-my.sharepoint.com/personal/robin_contoso_com';
const INFO = {
  contentUrl: `${DRIVE}/Documents/Applications/report.csv`,
  name: 'report.csv',
  uploadUrl: `${DRIVE}/_api/v2.0/drive/items/01ABC/uploadSession?guid=%271%27&tempauth=ey.a.b`,
  uniqueId: '1150D938-8870-4044-9F2C-5BBDEBA70C8C',
  fileType: 'csv',
  etag: '123',
};
const ACCEPT = { type: 'fileUpload', action: 'accept', context: { offer: 'o1' }, uploadInfo: INFO };

function refusalOf(value: unknown, hosts = HOSTS): string {
  try {
    readConsent(value, hosts);
    return 'taken';
  } catch (error) {
    return error instanceof Refused ? error.failure.kind : 'bug';
  }
}

describe('the answer to the offer of a file', () => {
  it('is read as Teams documents it', () => {
    const { contentUrl, name, uniqueId, fileType } = INFO;
    assert.deepEqual(readConsent(ACCEPT, HOSTS), {
      offerId: 'o1',
      room: { address: INFO.uploadUrl, file: { contentUrl, name, uniqueId, fileType } },
    });
    const decline = { type: 'fileUpload', action: 'decline', context: { offer: 'o1' } };
    assert.deepEqual(readConsent(decline, HOSTS), { offerId: 'o1', room: null });
  });

  it('is refused when it is anything else', () => {
    const values: readonly unknown[] = [
      ...[undefined, null, 7, 'accept', [], {}, [ACCEPT]],
      { ...ACCEPT, type: 'fileDownload' },
      { ...ACCEPT, action: 'Accept' },
      { ...ACCEPT, action: undefined },
      { ...ACCEPT, context: null },
      { ...ACCEPT, context: 'o1' },
      { ...ACCEPT, context: { offer: 7 } },
      { ...ACCEPT, context: { offer: '' } },
      { ...ACCEPT, context: { offer: 'x'.repeat(257) } },
      { ...ACCEPT, uploadInfo: undefined },
      { ...ACCEPT, uploadInfo: [INFO] },
      ...Object.keys(INFO)
        .filter((key) => key !== 'etag')
        .flatMap((key) =>
          [undefined, '', 7, { toString: 'x' }, 'x'.repeat(10_000)].map((value) => ({
            ...ACCEPT,
            uploadInfo: { ...INFO, [key]: value },
          })),
        ),
    ];
    for (const value of values) assert.equal(refusalOf(value), 'bad-argument', JSON.stringify(value)?.slice(0, 200));
  });

  const elsewhere = [
    'http://contoso-my.sharepoint.com/upload',
    'https://evil.example/upload',
    'https://sharepoint.com/upload',
    'https://contoso.sharepoint.com.evil.example/upload',
    'https://evilsharepoint.com/upload',
    'https://contoso-my.sharepoint.com@evil.example/upload',
    'https://robin:secret@contoso-my.sharepoint.com/upload',
    'https://contoso-my.sharepoint.com:8443/upload',
    'https://evil.example#.sharepoint.com',
    'https://evil.example?.sharepoint.com',
    'https://evil.example\\.sharepoint.com',
    'https://contoso-my.sharepoint.us/upload',
    'https://contoso-my.sharepoint.com./upload',
    'http://127.0.0.1:3978/api/messages',
    'https://127.0.0.1/upload',
    'https://[::1]/upload',
    'http://169.254.169.254/metadata/identity/oauth2/token',
    'https://smba.trafficmanager.net/teams/v3/conversations',
    'file:///etc/passwd',
    'data:text/plain,x',
    'ftp://contoso-my.sharepoint.com/upload',
    '//contoso-my.sharepoint.com/upload',
    '/upload',
    'nonsense',
  ];
  for (const address of elsewhere) {
    it(`never sends a file to ${address}`, () => {
      for (const key of ['uploadUrl', 'contentUrl']) {
        assert.equal(refusalOf({ ...ACCEPT, uploadInfo: { ...INFO, [key]: address } }), 'upload-refused', key);
      }
    });
  }

  it('finds no place at all in clouds whose bots send no files', () => {
    for (const cloud of ['usgov', 'usgovdod'] as const) {
      assert.equal(refusalOf(ACCEPT, CLOUD_HOSTS[cloud].fileHosts), 'upload-refused');
    }
  });
});
