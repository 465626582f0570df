// A tiny bot on the real CloudAdapter, with authentication on, for the tests of the sandbox's channel side.
import { type Activity, CloudAdapter, ConfigurationBotFrameworkAuthentication, type TurnContext } from 'botbuilder';
import { type ConnectorClient, ServiceClientCredentialsFactory } from 'botframework-connector';
import restify from 'restify';
import { ADAPTIVE_CARD } from '../../../sandbox/channel/activity.js';
import type { BotTokenCheck } from '../../../sandbox/channel/connector-server.js';
import type { BotFrameworkSettings } from '../../../sandbox/channel/openid.js';

export const APP_ID = 'b0700000-0000-4000-8000-000000000001';
export const TENANT_ID = '7e4a0000-0000-4000-8000-000000000001';
const TOKEN = 'token-of-the-echo-bot';

export const checkEchoToken: BotTokenCheck = async (authorization) =>
  authorization === `Bearer ${TOKEN}` ? 'valid' : 'no token of the echo bot';

export interface EchoBot {
  readonly endpoint: string;
  /** Every activity that got past authentication. */
  readonly heard: readonly Activity[];
  stop(): Promise<void>;
}

class FixedToken extends ServiceClientCredentialsFactory {
  override isValidAppId(appId: string): Promise<boolean> {
    return Promise.resolve(appId === APP_ID);
  }
  override isAuthenticationDisabled(): Promise<boolean> {
    return Promise.resolve(false);
  }
  override createCredentials(): ReturnType<ServiceClientCredentialsFactory['createCredentials']> {
    return Promise.resolve({
      signRequest(request) {
        request.headers.set('authorization', `Bearer ${TOKEN}`);
        return Promise.resolve(request);
      },
    });
  }
}

function executeAction(title: string, verb: string) {
  return {
    type: 'Action.Execute',
    title,
    verb,
    data: { card: 7 },
    fallback: { type: 'Action.Submit', title, data: { verb } },
  };
}

function echoCard(text: string) {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    fallbackText: text,
    body: [
      { type: 'TextBlock', text, wrap: true },
      {
        ...{ type: 'Input.ChoiceSet', id: 'game', label: 'Game', style: 'filtered' },
        choices: [{ title: 'None', value: 'none' }],
        'choices.data': { type: 'Data.Query', dataset: 'games' },
      },
      { type: 'Input.Text', id: 'note', label: 'Note', isRequired: true, errorMessage: 'Say something', value: 'none' },
    ],
    actions: [executeAction('Count', 'count'), executeAction('Finish', 'finish'), executeAction('Fail', 'fail')],
    refresh: { action: executeAction('Refresh', 'look'), userIds: ['29:alice'] },
  };
}

function fileOffer() {
  const context = { offer: 'one' };
  const content = { description: 'A file', sizeInBytes: 10, acceptContext: context, declineContext: context };
  return { contentType: 'application/vnd.microsoft.teams.card.file.consent', name: 'a b.txt', content };
}

function message(content: object): Partial<Activity> {
  return { type: 'message', attachments: [{ contentType: ADAPTIVE_CARD, content }] };
}

const WORDS: Readonly<Record<string, () => Partial<Activity>>> = {
  card: () => message(echoCard('A card')),
  'bad card': () =>
    message({ type: 'AdaptiveCard', version: '1.6', body: [{ type: 'TextBlock', txt: ['$', '{name}'].join('') }] }),
  file: () => ({ type: 'message', attachments: [fileOffer()] }),
  'bad file': () => ({ type: 'message', attachments: [{ ...fileOffer(), content: { sizeInBytes: 0 } }] }),
  big: () => ({ type: 'message', text: 'x'.repeat(60_000) }),
  typing: () => ({ type: 'typing' }),
};

/** As many choices as the text says, each with what was asked in its title. */
function searchBody(value: { readonly queryText: string }) {
  const results = Array.from({ length: Number(value.queryText) }, (_, n) => ({
    title: `${n} ${JSON.stringify(value)}`,
    value: String(n % 16),
  }));
  return { statusCode: 200, type: 'application/vnd.microsoft.search.searchResponse', value: { results } };
}

async function onInvoke(context: TurnContext): Promise<void> {
  if (context.activity.name === 'fileConsent/invoke') {
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200 } });
    return;
  }
  if (context.activity.name === 'application/search') {
    const body = searchBody(context.activity.value);
    await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
    return;
  }
  const { action, trigger } = context.activity.value;
  if (action.verb === 'finish') {
    await context.updateActivity({ ...message(echoCard('Finished')), id: context.activity.replyToId ?? '' });
  }
  const seen = `${context.activity.from.name} ${action.verb} ${trigger} ${JSON.stringify(action.data)}`;
  const ok = { statusCode: 200, type: ADAPTIVE_CARD, value: echoCard(seen) };
  const failed = {
    statusCode: 500,
    type: 'application/vnd.microsoft.error',
    value: { code: 'Oops', message: 'It broke' },
  };
  const body = action.verb === 'fail' ? failed : ok;
  await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } });
}

async function onMessage(context: TurnContext): Promise<void> {
  const text = context.activity.text?.replace(/<at>.*<\/at>\s*/, '');
  if (text === 'silence') return;
  if (text === 'delete') {
    const sent = await context.sendActivity('soon gone');
    return context.deleteActivity(sent?.id ?? '');
  }
  if (text?.startsWith('who is ')) {
    const client = context.turnState.get<ConnectorClient>(context.adapter.ConnectorClientKey);
    const { conversation } = context.activity;
    const member = await client.conversations.getConversationMember(conversation.id, text.slice('who is '.length));
    await context.sendActivity(`it is ${member.name}`);
    return;
  }
  const special = WORDS[text ?? ''];
  const reply = special?.() ?? { type: 'message', text: `echo ${text ?? JSON.stringify(context.activity.value)}` };
  // What a full or blocked conversation answers is for the caller of the connector to look at, not for this bot.
  await context.sendActivity(reply).catch(() => undefined);
}

export async function startEchoBot(settings: BotFrameworkSettings): Promise<EchoBot> {
  const heard: Activity[] = [];
  const auth = new ConfigurationBotFrameworkAuthentication({ MicrosoftAppId: APP_ID, ...settings }, new FixedToken());
  const adapter = new CloudAdapter(auth);
  const server = restify.createServer();
  server.use(restify.plugins.jsonBodyParser());
  server.post('/api/messages', async (request, response) => {
    const { body, headers, method = 'POST' } = request;
    await adapter.process({ body, headers, method }, response, async (context) => {
      heard.push(context.activity);
      if (context.activity.type === 'installationUpdate' && context.activity.action === 'add') {
        await context.sendActivity(`welcome ${context.activity.conversation.conversationType}`);
      }
      if (context.activity.type === 'invoke') await onInvoke(context);
      if (context.activity.type === 'message') await onMessage(context);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  return { endpoint: `http://127.0.0.1:${server.address().port}/api/messages`, heard, stop };
}
