// The bot registration with its Teams channel. Costs nothing: Teams is a standard channel.
@minLength(4)
@maxLength(20)
param resourceBaseName string

@maxLength(42)
param botDisplayName string = 'Mailbox Guard'

@description('UserAssignedMSI, or SingleTenant for an app registration.')
@allowed(['UserAssignedMSI', 'SingleTenant'])
param appType string

@description('Client id of the managed identity or of the app registration.')
param appId string

param tenantId string

@description('The managed identity as a resource; empty for an app registration.')
param identityResourceId string = ''

@description('Where Teams delivers: https, ending in /api/messages.')
param botEndpoint string

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  // Bots have their names in common with those of all other customers.
  name: '${resourceBaseName}-${uniqueString(resourceGroup().id)}'
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: botDisplayName
    endpoint: botEndpoint
    msaAppId: appId
    msaAppType: appType
    msaAppTenantId: tenantId
    msaAppMSIResourceId: empty(identityResourceId) ? null : identityResourceId
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
  }
}
