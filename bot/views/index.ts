// All views in one place, as commands import them.
export { askReasonView } from './ask-reason.js';
export { STEP, type Step } from './button.js';
export { choicesView } from './choices.js';
export { helpView } from './help.js';
export { listView } from './list.js';
export { noticeView } from './notice.js';
export { refusalView } from './refusal.js';
export { requestView } from './request.js';
export { requestsView } from './requests.js';
export { scanView } from './scan.js';
export { statusView } from './status.js';
export { VERBS, type Verb } from './verbs.js';
export type { Reader, View } from './view.js';
export { welcomeView } from './welcome.js';
export { workingView } from './working.js';
