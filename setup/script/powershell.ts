// Writes a script for PowerShell, 5.1 and later.
import { partsOf, type Script, SETTINGS_FILE, type Step, type Value } from './step.js';

/** PowerShell takes these for single quotes as well. */
const QUOTES = /['\u2018\u2019\u201A\u201B]/gu;

/** A literal for PowerShell: nothing in single quotes is special but quotes, which are doubled. */
export function quotePowerShell(text: string): string {
  return `'${text.replaceAll(QUOTES, '$&$&')}'`;
}

function expression(value: Value): string {
  const parts = partsOf(value).filter((part) => part !== '');
  const words = parts.map((part) => (typeof part === 'string' ? quotePowerShell(part) : `$${part.ref}`));
  if (words.length <= 1) return words[0] ?? "''";
  // A string first, so that "+" joins.
  return `(${["''", ...words].join(' + ')})`;
}

function call(name: string, words: readonly Value[]): string {
  return `${name} @(${words.map(expression).join(', ')})`;
}

/** @param folder where the settings file and other files of the scripts are, as seen from the project's folder */
export function powerShellScript({ about, steps }: Script, folder: string): string {
  return [...powerShellStart(about, folder), ...steps.flatMap(render), ''].join('\n');
}

/** The beginning of every PowerShell file: what it is for, and the functions that its steps use. */
export function powerShellStart(about: readonly string[], folder: string): readonly string[] {
  return [
    ...about.map((line) => `# ${line}`),
    "$ErrorActionPreference = 'Stop'",
    `$folder = ${quotePowerShell(folder)}`,
    PRELUDE,
  ];
}

const PRELUDE = `$settings = Join-Path $folder '${SETTINGS_FILE}'
function Stop-Here([string] $Why) { throw $Why }
# What a command prints, in one piece.
function Get-Answer([string[]] $Command) {
  $rest = $Command[1..($Command.Length - 1)]
  # Word by word: a program that is a script itself, as npm may be, would take an array for one word.
  $out = & $Command[0] @rest
  if ($LASTEXITCODE -ne 0) { throw ('This failed: ' + ($Command -join ' ')) }
  (@($out) -join [Environment]::NewLine).Trim()
}
function Invoke-Step([string[]] $Command) { Write-Output (Get-Answer $Command) }
# New objects take a moment to be known everywhere in Entra.
function Get-PatientAnswer([string[]] $Command) {
  foreach ($try in 1..5) { try { return Get-Answer $Command } catch { Start-Sleep -Seconds 10 } }
  Get-Answer $Command
}
function Invoke-PatientStep([string[]] $Command) { Write-Output (Get-PatientAnswer $Command) }
function Get-Remembered([string] $Name) {
  if (-not (Test-Path -LiteralPath $settings)) { return '' }
  $found = @(Get-Content -LiteralPath $settings | Where-Object { $_.StartsWith($Name + '=') })
  if ($found.Count -eq 0) { return '' }
  $found[-1].Substring($Name.Length + 1).Trim()
}
# Without a byte order mark, which Node and the Azure CLI would read as text.
function Write-Text([string] $Path, [string] $Text) {
  $full = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
  [System.IO.File]::WriteAllText($full, $Text)
}
function Set-Remembered([string] $Name, [string] $Value) {
  $before = ''
  if (Test-Path -LiteralPath $settings) { $before = [string](Get-Content -LiteralPath $settings -Raw) }
  Write-Text $settings ($before + $Name + '=' + $Value + [Environment]::NewLine)
}
if (-not (Test-Path -LiteralPath 'infra/azure.bicep')) { Stop-Here 'Run this in the folder of Mailbox Guard, where infra/azure.bicep is.' }
$null = New-Item -ItemType Directory -Force -Path $folder`;

function render(step: Step): readonly string[] {
  switch (step.kind) {
    case 'title':
      return ['', `# ${step.text}`];
    case 'say':
      return [`Write-Output ${expression(step.text)}`];
    case 'run':
      return [call(step.patient === true ? 'Invoke-PatientStep' : 'Invoke-Step', step.command)];
    case 'set':
      return [`$${step.name} = ${call(step.patient === true ? 'Get-PatientAnswer' : 'Get-Answer', step.command)}`];
    case 'let':
      return [`$${step.name} = ${expression(step.value)}`];
    case 'same':
      return [`if ($${step.name} -ne $${step.as}) { Stop-Here ${expression(step.otherwise)} }`];
    case 'once':
      return [
        `$${step.name} = Get-Remembered '${step.name}'`,
        `if ($${step.name} -eq '') {`,
        ...indent(step.steps),
        `  Set-Remembered '${step.name}' $${step.name}`,
        '}',
      ];
    case 'recall':
      return [`$${step.name} = Get-Remembered '${step.name}'`, ...needed(step)];
    case 'need':
      return [`if ($${step.name} -eq '') { Stop-Here ${expression(step.otherwise)} }`];
    case 'refuse':
      return [`if ($${step.name} -ne '') { Stop-Here ${expression(step.otherwise)} }`];
    case 'when-empty':
      return [`if ($${step.name} -eq '') {`, ...indent(step.steps), '}'];
    case 'when-filled':
      return [`if ($${step.name} -ne '') {`, ...indent(step.steps), '}'];
    case 'file':
      return [write(step.path, step.text, step.keep === true)];
  }
}

function write(path: string, text: Value, keep: boolean): string {
  const file = `(Join-Path $folder '${path}')`;
  const deed = `Write-Text ${file} ${expression(text)}`;
  return keep ? `if (-not (Test-Path -LiteralPath ${file})) { ${deed} }` : deed;
}

function needed({ name, otherwise }: Extract<Step, { readonly kind: 'recall' }>): readonly string[] {
  return otherwise === undefined ? [] : render({ kind: 'need', name, otherwise });
}

/** Literals may hold line breaks, so only the first line of a step moves. */
function indent(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(render).map((line) => (line === '' ? line : `  ${line}`));
}
