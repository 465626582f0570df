// Whether a directory role lets the application block sign-in, in place of the tenant-wide permission.
import { Refused } from '../failure.js';
import type { TenantProbes } from '../tenant/probes.js';

/** Roles that may set accountEnabled of an account without roles ("Who can perform sensitive actions"), by template id. */
const ROLES: Readonly<Record<string, string>> = {
  'fe930be7-5e62-47db-91af-98c3a49a38b1': 'User Administrator',
  '7be44c8a-adaf-4e2a-84d6-ab2649e08a13': 'Privileged Authentication Administrator',
  '62e90394-69f5-4237-9190-012177145e10': 'Global Administrator',
};

export interface WritingRole {
  readonly name: string;
  /** `/` for the whole tenant, else the administrative unit. */
  readonly scope: string;
}

/** The widest one; null where there is none, and where roles may not be read. */
export async function writingRole(
  probes: Pick<TenantProbes, 'rolesOf'>,
  objectId: string,
  correlationId: string,
): Promise<WritingRole | null> {
  try {
    const found = (await probes.rolesOf(objectId, correlationId)).flatMap(({ roleDefinitionId, scope }) => {
      const name = ROLES[roleDefinitionId];
      return name === undefined ? [] : [{ name, scope }];
    });
    return found.find(({ scope }) => scope === '/') ?? found[0] ?? null;
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}
