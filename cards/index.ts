// Every card the bot can show: its name, its template, and the type of its data, which is the type of its sample.
import approvalsData from './approvals.data.json' with { type: 'json' };
import approvals from './approvals.template.json' with { type: 'json' };
import askData from './ask.data.json' with { type: 'json' };
import ask from './ask.template.json' with { type: 'json' };
import auditData from './audit.data.json' with { type: 'json' };
import audit from './audit.template.json' with { type: 'json' };
import choicesData from './choices.data.json' with { type: 'json' };
import choices from './choices.template.json' with { type: 'json' };
import doctorData from './doctor.data.json' with { type: 'json' };
import doctor from './doctor.template.json' with { type: 'json' };
import findingData from './finding.data.json' with { type: 'json' };
import finding from './finding.template.json' with { type: 'json' };
import findingsData from './findings.data.json' with { type: 'json' };
import findings from './findings.template.json' with { type: 'json' };
import helpData from './help.data.json' with { type: 'json' };
import help from './help.template.json' with { type: 'json' };
import listData from './list.data.json' with { type: 'json' };
import list from './list.template.json' with { type: 'json' };
import noticeData from './notice.data.json' with { type: 'json' };
import notice from './notice.template.json' with { type: 'json' };
import previewData from './preview.data.json' with { type: 'json' };
import preview from './preview.template.json' with { type: 'json' };
import refusalData from './refusal.data.json' with { type: 'json' };
import refusal from './refusal.template.json' with { type: 'json' };
import reportData from './report.data.json' with { type: 'json' };
import report from './report.template.json' with { type: 'json' };
import requestData from './request.data.json' with { type: 'json' };
import request from './request.template.json' with { type: 'json' };
import requestsData from './requests.data.json' with { type: 'json' };
import requests from './requests.template.json' with { type: 'json' };
import scanData from './scan.data.json' with { type: 'json' };
import scan from './scan.template.json' with { type: 'json' };
import splitData from './split.data.json' with { type: 'json' };
import split from './split.template.json' with { type: 'json' };
import statusData from './status.data.json' with { type: 'json' };
import status from './status.template.json' with { type: 'json' };
import strikeData from './strike.data.json' with { type: 'json' };
import strike from './strike.template.json' with { type: 'json' };
import welcomeData from './welcome.data.json' with { type: 'json' };
import welcome from './welcome.template.json' with { type: 'json' };
import workingData from './working.data.json' with { type: 'json' };
import working from './working.template.json' with { type: 'json' };

/** The templates, as the Adaptive Cards designer opens them. */
export const templates = {
  approvals,
  ask,
  audit,
  choices,
  finding,
  findings,
  doctor,
  help,
  list,
  notice,
  preview,
  refusal,
  report,
  request,
  requests,
  scan,
  split,
  status,
  strike,
  welcome,
  working,
} as const;

/** One full example of each card's data; a field that can be absent on a card is empty, never missing. */
export const samples = {
  approvals: approvalsData,
  ask: askData,
  audit: auditData,
  choices: choicesData,
  finding: findingData,
  findings: findingsData,
  doctor: doctorData,
  help: helpData,
  list: listData,
  notice: noticeData,
  preview: previewData,
  refusal: refusalData,
  report: reportData,
  request: requestData,
  requests: requestsData,
  scan: scanData,
  split: splitData,
  status: statusData,
  strike: strikeData,
  welcome: welcomeData,
  working: workingData,
} as const;

export type CardName = keyof typeof samples;

/** What a button sends back: a verb, opaque ids, versions, page and filter values. Nothing else. */
export type ActionData = Readonly<Record<string, string | number>>;

/** A sample's shape, read-only, where what a button sends (`data`) may hold other fields than the sample's button. */
type Shape<Sample> = Sample extends readonly (infer Item)[]
  ? readonly Shape<Item>[]
  : Sample extends object
    ? { readonly [Key in keyof Sample]: Key extends 'data' ? ActionData : Shape<Sample[Key]> }
    : Sample;

/** The data of each card. */
export type CardData = { readonly [Name in CardName]: Shape<(typeof samples)[Name]> };
