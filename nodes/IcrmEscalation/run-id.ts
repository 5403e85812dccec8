import { textField } from '../shared/fields/fields';

export const runIdField = textField({
	displayName: 'Run ID',
	name: 'runId',
	required: true,
	default: '={{ $json.runId }}',
	description: "Comes with each item of the ICRM Escalation Trigger and of 'Run: Get Many'",
});
