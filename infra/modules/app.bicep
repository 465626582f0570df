// App Service: Node on Linux, https only, watched, in the network of the database.
param name string
param location string
param sku string
param identityId string
param subnetId string
param workspaceId string
@description('Settings of the bot.')
param settings object

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: name
  location: location
  kind: 'linux'
  sku: {
    name: sku
  }
  properties: {
    reserved: true
  }
}

resource site 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    virtualNetworkSubnetId: subnetId
    // Without it, references to Key Vault would be read by a system-assigned identity, which there is not.
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      linuxFxVersion: 'NODE|22-lts'
      appCommandLine: 'node dist/bot/index.js'
      alwaysOn: true
      http20Enabled: true
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      // Alive, not ready: a new instance mends a process that hangs, and does not mend a database that is away.
      healthCheckPath: '/healthz'
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2023-12-01' = {
  parent: site
  name: 'appsettings'
  properties: union(settings, {
    PORT: '8080'
    // For doctor to try.
    PUBLIC_URL: 'https://${site.properties.defaultHostName}'
    // The package as it was built and tried, mounted read-only.
    WEBSITE_RUN_FROM_PACKAGE: '1'
    SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
    // Time to finish or hand back what is under way.
    WEBSITES_CONTAINER_STOP_TIME_LIMIT: '20'
  })
}

resource noPublishingPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01' = [
  for door in ['ftp', 'scm']: {
    parent: site
    name: door
    properties: {
      allow: false
    }
  }
]

resource diagnostics 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'logs'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [
      for category in ['AppServiceConsoleLogs', 'AppServicePlatformLogs', 'AppServiceAuditLogs']: {
        category: category
        enabled: true
      }
    ]
  }
}

output siteId string = site.id
output host string = site.properties.defaultHostName
