import type { IDataObject } from 'n8n-workflow';
import type { RunView } from '../../engine';
import { simplified } from '../shared/run/output';

const KEPT = [
	'runId',
	'requestId',
	'externalRef',
	'title',
	'departmentName',
	'state',
	'level',
	'nextAt',
	'startedAt',
	'acknowledgedBy',
];

export const runOutput = (run: RunView, simplify: boolean): IDataObject =>
	simplify ? simplified(run as IDataObject, KEPT) : { ...(run as IDataObject) };
