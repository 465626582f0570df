// Where the bot's log and the platform's go.
param name string
param location string

@description('Days that logs are kept. The record of requests is kept in the database for ever, whatever this says.')
param retentionDays int = 90

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: name
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: retentionDays
  }
}

output workspaceId string = workspace.id
