import { findMembers } from '../directory';
import type { Reaction } from '../engine';
import { inviteIn } from './invite';
import { surveyRepository } from './survey-repository';

/** Nobody is asked about every single request: once in this many days, over all surveys. */
const AT_MOST_ONCE_IN_DAYS = 14;
const ALL = 1_000;

/**
 * A resolved request asks whoever had asked for it, where a survey says so. Once, also when it is reopened and resolved
 * again; and not about the past that is brought in, which nobody remembers.
 */
export const askAfterResolution: Reaction = async (engine, trx, events) => {
	const resolved = events
		.filter((event) => event.type === 'request.resolved')
		.filter(({ isHistory }) => !isHistory);
	const requesterIds = resolved.flatMap(({ data }) => data.requesterId ?? []);
	if (requesterIds.length === 0) return;
	const surveys = (await surveyRepository.list(trx, { limit: ALL })).filter(
		(survey) => survey.afterResolution,
	);
	const requesters = await findMembers(trx, requesterIds);
	for (const { data, at } of resolved) {
		const requester = requesters.get(data.requesterId ?? '');
		for (const survey of surveys) {
			const services = survey.afterResolution?.serviceIds ?? [];
			if (!requester || (services.length > 0 && !services.includes(data.serviceId))) continue;
			const asking = {
				surveyId: survey.id,
				departmentId: data.departmentId,
				occasion: `request:${data.requestId}`,
				subject: data.title,
				at,
				atMostOnceInDays: AT_MOST_ONCE_IN_DAYS,
			};
			await inviteIn(engine, trx, asking, [requester]);
		}
	}
};
