// The errors of the Teams Bot Connector: status, code and body as Microsoft documents them.
// https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability

interface TeamsErrorEntry {
  readonly status: number;
  readonly message: string;
}

const TABLE = {
  BadArgument: { status: 400, message: 'Bad Argument' },
  Unauthorized: { status: 401, message: 'Authorization has been denied for this request.' },
  BotNotRegistered: { status: 401, message: 'No registration found for this bot.' },
  BotDisabledByAdmin: { status: 403, message: 'The tenant admin disabled this bot' },
  BotNotInConversationRoster: { status: 403, message: 'The bot is not part of the conversation roster.' },
  ConversationBlockedByUser: { status: 403, message: 'User blocked the conversation with the bot.' },
  ForbiddenOperationException: { status: 403, message: "Bot is not installed in user's personal scope" },
  InvalidBotApiHost: { status: 403, message: 'Invalid bot api host' },
  NotEnoughPermissions: { status: 403, message: 'Scopes that this app has do not allow it' },
  MessageWritesBlocked: { status: 403, message: 'Failed to write the message to the thread.' },
  ActivityNotFoundInConversation: { status: 404, message: 'Activity not found in conversation.' },
  ConversationNotFound: { status: 404, message: 'Conversation not found.' },
  MemberNotFoundInConversation: { status: 404, message: 'The member was not found in the conversation.' },
  PreconditionFailed: { status: 412, message: 'Precondition failed, please try again.' },
  MessageSizeTooBig: { status: 413, message: 'Message size too large.' },
  Throttled: { status: 429, message: 'Too many requests' },
  ServiceError: { status: 502, message: 'Bad gateway' },
  ServiceUnavailable: { status: 503, message: 'Service unavailable' },
  GatewayTimeout: { status: 504, message: 'Gateway timeout' },
} as const satisfies Record<string, TeamsErrorEntry>;

export type TeamsErrorCode = keyof typeof TABLE;

export interface ErrorAnswer {
  readonly status: number;
  readonly body: { readonly error: { readonly code: string; readonly message: string } };
}

/** The answer that the connector gives for an error code; `message` takes the place of the usual one. */
export function errorAnswer(code: TeamsErrorCode, message: string = TABLE[code].message): ErrorAnswer {
  return { status: TABLE[code].status, body: { error: { code, message } } };
}

/** Thrown inside the fake connector to end a request with an error of the table. */
export class ConnectorRefusal extends Error {
  readonly code: TeamsErrorCode;

  constructor(code: TeamsErrorCode, message?: string) {
    super(message ?? TABLE[code].message);
    this.name = 'ConnectorRefusal';
    this.code = code;
  }
}
