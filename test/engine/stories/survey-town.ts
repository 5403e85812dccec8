import { saveDepartments, saveMembers } from '../../../engine/directory';
import { unwrap } from '../../../engine/outcome';
import { listInvitations, reachMilestones, saveSurveys, SURVEY_EVENTS } from '../../../engine/survey';
import { answerQuery, giveAnswer, openAnswer } from '../../../engine/survey/answer';
import { acknowledgeDelivery, claimDeliveries, subscribe } from '../../../engine/timeline';
import type { OpenCompany } from '../../support/harness';
import { listen, openCompany, type Company } from '../../support/company';

const text = (en: string) => ({ en, zh: en });
export const SURVEY = {
	id: 'milestone',
	name: 'After a milestone',
	scale: 'csat',
	title: text('How did we do?'),
	question: text('How satisfied are you with {department}?'),
	least: text('not at all'),
	most: text('very'),
	comment: text('What should we do better?'),
	anonymity: 'identified',
	delay: '2 working days',
	remindAfter: '3 days',
	expiresAfter: '10 days',
	lowAt: 2,
};

export interface Town extends Company {
	/** What came, as `Wed 04 11:00 survey.invite rosa`. */
	readonly heard: string[];
	hear(): Promise<void>;
	reach(changes?: Record<string, unknown>): Promise<Awaited<ReturnType<typeof reachMilestones>>[number]>;
	answer(invitationId: string, rating: number, comment?: string): Promise<string>;
}

/** IT serves HR: Rosa and two colleagues work 09:00 to 17:00. Monday 2 March, 09:00. */
export async function town(open: OpenCompany, survey: Record<string, unknown> = {}): Promise<Town> {
	const company = await openCompany(open);
	const { engine } = company;
	unwrap((await saveDepartments(engine, [{ id: 'hr', calendarId: 'office' }]))[0]);
	for (const id of ['luca', 'mia'])
		unwrap(
			(await saveMembers(engine, [{ id, name: id, email: `${id}@acme.example`, departmentId: 'hr' }]))[0],
		);
	unwrap((await saveSurveys(engine, [{ ...SURVEY, ...survey }]))[0]);
	// A trigger that is alive all the year: in these stories nobody renews its subscription.
	await listen({ ...company, engine, now: Date.parse('2026-12-31') }, 'surveys', SURVEY_EVENTS);
	const heard: string[] = [];
	return Object.assign(company, {
		heard,
		hear: async () => {
			for (const delivery of await claimDeliveries(engine, 'surveys', 100, 60_000)) {
				const { type, data, at } = delivery.event;
				heard.push(
					`${new Date(at).toISOString().slice(5, 16)} ${type} ${'memberId' in data ? data.memberId : ''}`,
				);
				await acknowledgeDelivery(engine, delivery);
			}
		},
		reach: async (changes: Record<string, unknown> = {}) => {
			const milestone = {
				name: 'New laptops for everybody',
				externalRef: 'P-1',
				departmentId: 'it',
				customerDepartmentIds: ['hr'],
				...changes,
			};
			const [outcome] = await reachMilestones(engine, [
				{ milestone, surveyId: 'milestone', atMostOnceInDays: 14 },
			]);
			if (!outcome) throw new Error('no outcome');
			return outcome;
		},
		answer: async (invitationId: string, rating: number, comment?: string) => {
			const opened = await openAnswer(
				engine,
				(await answerQuery(engine, invitationId)).replace('token=', ''),
			);
			return opened.ok ? giveAnswer(engine, opened, { rating, comment }) : opened.why;
		},
	});
}

export const sorted = (lines: readonly string[]) => [...lines].sort();
export const invitationOf = async (company: Company, memberId: string) => {
	const found = (await listInvitations(company.engine, { limit: 100 })).find(
		(invitation) => invitation.memberId === memberId,
	);
	if (!found) throw new Error(`${memberId} was not invited`);
	return found;
};

/** The workflow that sends the mails begins to listen, or says that it still does. */
export const arrive = ({ engine }: Company) =>
	subscribe(engine, { id: 'surveys', types: SURVEY_EVENTS, filter: {}, label: 'surveys' });
export const leave = ({ engine }: Company) =>
	engine.transaction((trx) => trx.deleteFrom('subscription').where('id', '=', 'surveys').execute());
