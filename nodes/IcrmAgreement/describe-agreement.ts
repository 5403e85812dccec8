import type { IDataObject } from 'n8n-workflow';
import { formatDuration, type Agreement } from '../../engine';
import { plain } from '../shared/output';

/** An agreement as the node gives it: its targets as people write them, and in milliseconds to calculate with. */
export const describeAgreement = ({ targets, ...rest }: Agreement): IDataObject =>
	plain({
		...rest,
		targets: targets.map(({ metric, priority, targetMs, countedIn }) => ({
			metric,
			priority,
			target: formatDuration(targetMs),
			countedIn,
			targetMs,
		})),
	});
