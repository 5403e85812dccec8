import { importCompany } from '../../../engine/directory';
import type { Page, PageRequest } from '../../../engine/pages';
import { answerQuery } from '../../../engine/survey/answer';
import { findInvitation, insertInvitations } from '../../../engine/survey/invitation-repository';
import { responsesOf } from '../../../engine/survey/response-repository';
import { surveyRepository } from '../../../engine/survey/survey-repository';
import { answerSurveyPage, type Answered } from '../../../engine/survey/survey-page';
import type { Invitation, InvitationState, Survey } from '../../../engine/survey/types';
import type { Trx } from '../../../engine/store';
import { eventsSince } from '../../../engine/timeline';
import type { Harness, OpenCompany } from '../../support/harness';
import { IDENTIFIED, PEOPLE } from './surveys';

/** Writes a version of a survey as it is. */
export const saveSurvey = (trx: Trx, survey: Survey, now: number) =>
	surveyRepository.write(trx, [{ ...survey, asked: false }], now);

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
export const DAY_MS = 24 * 3_600_000;

export interface Story {
	readonly company: Harness;
	readonly link: Link;
	/** Another link of the same invitation, as the reminder carries it. */
	anotherLink(): Promise<Link>;
	state(): Promise<InvitationState | undefined>;
	answers(): ReturnType<typeof responsesOf>;
	events(): Promise<readonly (readonly [type: string, rating: unknown])[]>;
}

/** A browser at one link. */
export interface Link {
	readonly token: string;
	visit(request?: Partial<PageRequest>): Promise<Page>;
	/** Sends the form of a page that was shown two seconds ago. */
	send(fields: Record<string, unknown>, changes?: Partial<PageRequest>): Promise<Answered>;
}

/** Monday 09:00: Eva, who works in Sales, is asked about the work of IT, for two weeks. */
export async function asked(
	open: OpenCompany,
	survey: Survey = IDENTIFIED,
	changes: Partial<Invitation> = {},
): Promise<Story> {
	const company = await open();
	const { engine } = company;
	await importCompany(engine, PEOPLE);
	const invitation: Invitation = {
		id: 'inv-1',
		surveyId: survey.id,
		surveyVersion: survey.version,
		memberId: 'eva',
		departmentId: 'it',
		customerDepartmentId: 'sales',
		occasion: 'milestone:m1',
		subject: 'CRM go-live',
		state: 'sent',
		sendAt: company.now,
		sentAt: company.now,
		expiresAt: company.now + 14 * DAY_MS,
		...changes,
	};
	await engine.transaction(async (trx) => {
		await saveSurvey(trx, survey, company.now);
		await insertInvitations(trx, [invitation]);
	});
	const newLink = async () =>
		linkOf(company, (await answerQuery(engine, invitation.id)).slice('token='.length));
	return {
		company,
		link: await newLink(),
		anotherLink: newLink,
		state: async () => (await engine.store.read((db) => findInvitation(db, invitation.id)))?.state,
		answers: () => engine.store.read((db) => responsesOf(db, survey.id)),
		events: async () =>
			(await engine.store.read((db) => eventsSince(db, 0, 100))).map(({ type, data }) => [
				type,
				'rating' in data ? data.rating : undefined,
			]),
	};
}

function linkOf(company: Harness, token: string): Link {
	const open = (request: Partial<PageRequest> = {}) =>
		answerSurveyPage(
			company.engine,
			{ method: 'GET', query: { token }, headers: {}, body: {}, ...request },
			'Europe/Berlin',
		);
	const visit = async (request?: Partial<PageRequest>) => (await open(request)).page;
	return {
		token,
		visit,
		send: async (fields, changes = {}) => {
			const nonce = nonceOf(await visit());
			company.now += 2_000;
			return open({ method: 'POST', headers: FORM, body: { nonce, ...fields }, ...changes });
		},
	};
}

export const nonceOf = ({ html }: Page): string => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '';
export const chosenIn = ({ html }: Page): string | undefined =>
	[...html.matchAll(/<input[^>]*type="radio"[^>]*>/g)]
		.map(([input]) => input)
		.filter((input) => /\bchecked\b/.test(input))
		.map((input) => /value="(\d+)"/.exec(input)?.[1])
		.join();
export const typedIn = ({ html }: Page): string | undefined =>
	/<textarea[^>]*>\n([^<]*)<\/textarea/.exec(html)?.[1];

/** Everything that is stored, as text. */
export async function everyRow({
	engine,
}: Harness): Promise<{ readonly table: string; readonly row: string }[]> {
	return await engine.store.read(async (db) => {
		const tables = (await db.introspection.getTables()).map(({ name }) => name);
		expect(tables).toEqual(expect.arrayContaining(['event', 'delivery', 'invitation', 'response', 'timer']));
		const rows = await Promise.all(
			tables.map(async (table) =>
				(
					await db
						.selectFrom(table as 'event')
						.selectAll()
						.execute()
				).map((row) => ({
					table,
					row: JSON.stringify(row),
				})),
			),
		);
		return rows.flat();
	});
}
