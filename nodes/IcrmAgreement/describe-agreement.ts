import type { IDataObject } from 'n8n-workflow';
import { formatDuration, type Agreement } from '../../engine';
import { plain } from '../shared/run/output';

/**
 * An agreement as the node gives it: always the same fields, null where there is nothing; its targets as they were
 * written, and in milliseconds to calculate with (working days as usual days of the calendar).
 */
export const describeAgreement = ({ id, name, targets, settlingMs: _ms, ...rest }: Agreement): IDataObject =>
	plain({
		id,
		name,
		customerDepartmentId: null,
		escalationPolicyId: null,
		settlingTime: null,
		...rest,
		targets: targets.map(({ metric, priority, targetMs, written, countedIn }) => ({
			metric,
			priority: priority ?? null,
			target: written ?? formatDuration(targetMs),
			countedIn,
			targetMs,
		})),
	});
