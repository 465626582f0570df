// Whether a directory role lets the application block sign-in, in place of the tenant-wide permission.
import type { TenantProbes } from '../tenant/probes.js';
import { isDenied, saidBy } from './said.js';

/** Roles that may set accountEnabled of an account without roles ("Who can perform sensitive actions"), by template id. */
const ROLES: Readonly<Record<string, string>> = {
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13': 'Privileged Authentication Administrator',
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
};

/** `unknown` where roles could not be read: that is no proof that there is none. */
export type WritingRole =
  /** `scope` is `/` for the whole tenant, else the administrative unit. */
  | { readonly kind: 'held'; readonly name: string; readonly scope: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly said: string; readonly isDenied: boolean };

/** The widest one. */
export async function writingRole(
  probes: Pick<TenantProbes, 'rolesOf'>,
  objectId: string | null,
  correlationId: string,
): Promise<WritingRole> {
  if (objectId === null) return { kind: 'unknown', said: 'the token does not say whose it is', isDenied: false };
  try {
    const found = (await probes.rolesOf(objectId, correlationId)).flatMap(({ roleDefinitionId, scope }) => {
      const name = ROLES[roleDefinitionId];
      return name === undefined ? [] : [{ kind: 'held' as const, name, scope }];
    });
    return found.find(({ scope }) => scope === '/') ?? found[0] ?? { kind: 'none' };
  } catch (error) {
    return { kind: 'unknown', said: saidBy(error), isDenied: isDenied(error) };
  }
}
