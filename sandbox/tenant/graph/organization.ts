// Graph's organization: the tenant itself. https://learn.microsoft.com/graph/api/organization-list (Organization.Read.All)
import { graphTime } from '../clock.js';
import { DOMAIN, TENANT_NAME } from '../seed/people.js';
import type { World } from '../world.js';
import { badRequest } from './graph-error.js';
import { option } from './query-options.js';
import { anyOf, type GraphRoute } from './route.js';

export const getOrganization: GraphRoute = {
  method: 'GET',
  path: 'organization',
  permissions: anyOf(
    'Organization.Read.All',
    'Directory.Read.All',
    'Organization.ReadWrite.All',
    'Directory.ReadWrite.All',
  ),
  units: 1,
  query: ['$select'],
  answer: (call) => {
    const all = show(call.world);
    const names =
      option(call.query, '$select')
        ?.split(',')
        .map((name) => name.trim()) ?? Object.keys(all);
    const strange = names.find((name) => !Object.hasOwn(all, name));
    if (strange !== undefined) {
      throw badRequest(
        `Could not find a property named '${strange}' on type 'microsoft.graph.organization'.`,
        'BadRequest',
      );
    }
    const value = [Object.fromEntries(names.map((name) => [name, all[name]]))];
    return { status: 200, body: { '@odata.context': `${call.root}/$metadata#organization`, value } };
  },
};

function show(world: World): Readonly<Record<string, unknown>> {
  const began = world.clock.now() - 2_500 * 24 * 3_600_000;
  const plan = (service: string, servicePlanId: string) => ({
    assignedDateTime: graphTime(began),
    capabilityStatus: 'Enabled',
    service,
    servicePlanId,
  });
  return {
    id: world.tenantId,
    displayName: TENANT_NAME,
    tenantType: 'AAD',
    createdDateTime: graphTime(began),
    onPremisesSyncEnabled: true,
    verifiedDomains: [
      {
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: false,
        name: DOMAIN,
        type: 'Managed',
      },
      {
        capabilities: 'Email',
        isDefault: false,
        isInitial: true,
        name: 'lighthouse.onmicrosoft.example',
        type: 'Managed',
      },
    ],
    // AAD_PREMIUM is Entra ID P1.
    assignedPlans: [
      plan('exchange', 'efb87545-963c-4e0d-99df-69c6916d9eb0'),
      ...(world.premium ? [plan('AADPremiumService', '41781fb2-bc02-4b7c-bd55-b576c07bb09d')] : []),
    ],
  };
}
