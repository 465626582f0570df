// Signs the bot's calls to Teams with tokens of its own identity, and only calls to addresses that may have them.
import { ServiceClientCredentialsFactory } from 'botframework-connector';
import { isServiceAddress } from './trust.js';

type Credentials = Awaited<ReturnType<ServiceClientCredentialsFactory['createCredentials']>>;
type SignedRequest = Parameters<Credentials['signRequest']>[0];

/** Gives a token for a scope such as `https://api.botframework.com/.default`. */
export type TokenSource = (scope: string) => Promise<string>;

/** botbuilder's door for credentials, opened on @azure/identity instead of its own clients. */
export class BotCredentials extends ServiceClientCredentialsFactory {
  readonly #appId: string;
  readonly #tokens: TokenSource;
  readonly #serviceHosts: readonly string[];

  constructor(appId: string, tokens: TokenSource, serviceHosts: readonly string[]) {
    super();
    this.#appId = appId;
    this.#tokens = tokens;
    this.#serviceHosts = serviceHosts;
  }

  async isValidAppId(appId: string): Promise<boolean> {
    return appId === this.#appId;
  }

  /** Never: there is no switch that turns authentication off. */
  async isAuthenticationDisabled(): Promise<boolean> {
    return false;
  }

  /** Refuses to put a token on a request to a host that is not Teams. */
  async createCredentials(_appId: string, audience: string | undefined): Promise<Credentials> {
    const scope = `${(audience ?? 'https://api.botframework.com').replace(/\/$/u, '')}/.default`;
    return {
      signRequest: async (request: SignedRequest): Promise<SignedRequest> => {
        if (!isServiceAddress(request.url, this.#serviceHosts)) {
          throw new Error(
            'A message was about to leave for an address that is not allowed; see ALLOWED_SERVICE_HOSTS.',
          );
        }
        request.headers.set('authorization', `Bearer ${await this.#tokens(scope)}`);
        return request;
      },
    };
  }
}
