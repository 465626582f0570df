// Everything that Mailbox Guard runs on in Azure: App Service, PostgreSQL, Key Vault, logs, one managed identity for Teams,
// Graph and Exchange, and the bot registration. What it may do in the tenant is granted afterwards (docs/permissions.md).
targetScope = 'resourceGroup'

@description('The beginning of every name.')
@minLength(4)
@maxLength(20)
param resourceBaseName string

param location string = resourceGroup().location

@description('Microsoft\'s cloud, from which the bot takes all hosts.')
@allowed(['public', 'usgov', 'usgovdod', 'china'])
param cloud string = 'public'

@description('enforce, or watch: read and tell, write nothing.')
@allowed(['enforce', 'watch'])
param mode string = 'enforce'

@description('Which API lists the mailboxes.')
@allowed(['v2', 'beta'])
param exchangeApi string = 'v2'

@description('Object id of the Entra group whose members may ask.')
@minLength(36)
@maxLength(36)
param operatorsGroupId string

@description('Object id of the Entra group whose members may decide.')
@minLength(36)
@maxLength(36)
param approversGroupId string

@maxLength(42)
param botDisplayName string = 'Mailbox Guard'

@description('App Service plan: B1 is the smallest that is always on and reaches a private network.')
param webAppSku string = 'B1'

@description('PostgreSQL: the smallest; Standard_D2ds_v5 for 10,000 mailboxes and more.')
param databaseSku string = 'Standard_B1ms'

@description('New with every deployment and kept in Key Vault: nobody needs to know it.')
@secure()
param databasePassword string = newGuid()

@description('Further settings of the bot, by the names in env.example.')
param extraSettings object = {}

var suffix = uniqueString(resourceGroup().id)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: resourceBaseName
  location: location
}

module logs 'modules/logs.bicep' = {
  name: 'logs'
  params: {
    name: resourceBaseName
    location: location
  }
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    name: resourceBaseName
    location: location
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    name: '${resourceBaseName}-${suffix}'
    location: location
    sku: databaseSku
    password: 'Mg-${databasePassword}'
    subnetId: network.outputs.databaseSubnetId
    zoneId: network.outputs.zoneId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    name: 'mg-${suffix}'
    location: location
    readerPrincipalId: identity.properties.principalId
    databaseUrl: 'postgresql://${database.outputs.login}:Mg-${databasePassword}@${database.outputs.host}:5432/${database.outputs.databaseName}?sslmode=verify-full'
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  params: {
    name: '${resourceBaseName}-${suffix}'
    location: location
    sku: webAppSku
    identityId: identity.id
    subnetId: network.outputs.appSubnetId
    workspaceId: logs.outputs.workspaceId
    settings: union(extraSettings, {
      TENANT_ID: identity.properties.tenantId
      CLOUD: cloud
      BOT_APP_TYPE: 'UserAssignedMSI'
      BOT_APP_ID: identity.properties.clientId
      AZURE_CLIENT_ID: identity.properties.clientId
      EXCHANGE_API: exchangeApi
      MODE: mode
      OPERATORS_GROUP_ID: operatorsGroupId
      APPROVERS_GROUP_ID: approversGroupId
      DATABASE_URL: '@Microsoft.KeyVault(SecretUri=${vault.outputs.databaseUrlSecretUri})'
    })
  }
}

module bot 'botRegistration/azurebot.bicep' = {
  name: 'bot'
  params: {
    resourceBaseName: resourceBaseName
    botDisplayName: botDisplayName
    appType: 'UserAssignedMSI'
    appId: identity.properties.clientId
    tenantId: identity.properties.tenantId
    identityResourceId: identity.id
    botEndpoint: 'https://${app.outputs.host}/api/messages'
  }
}

// The Microsoft 365 Agents Toolkit keeps these in its environment file; the manifest is filled from there.
output AZURE_APP_SERVICE_RESOURCE_ID string = app.outputs.siteId
output BOT_APP_ID string = identity.properties.clientId
output BOT_PRINCIPAL_ID string = identity.properties.principalId
output BOT_DOMAIN string = app.outputs.host
