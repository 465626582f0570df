// Every card in every state worth looking at.
import { answerScenes } from './answers.js';
import { auditScenes } from './audits.js';
import { doctorScenes } from './doctors.js';
import { draftScenes } from './drafts.js';
import { exemptionScenes } from './exemptions.js';
import { findingScenes } from './findings.js';
import { listScenes } from './lists.js';
import { reachingScenes } from './reaching.js';
import { reportScenes } from './reports.js';
import { requestScenes } from './requests.js';
import type { Scene } from './scene.js';
import { statusScenes } from './statuses.js';

export const scenes: readonly Scene[] = [
  ...answerScenes,
  ...draftScenes,
  ...listScenes,
  ...statusScenes,
  ...exemptionScenes,
  ...requestScenes,
  ...reachingScenes,
  ...auditScenes,
  ...findingScenes,
  ...reportScenes,
  ...doctorScenes,
];
