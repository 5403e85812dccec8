import type { Browser } from 'playwright-core';
import {
	openRequests,
	saveAgreements,
	saveMembers,
	savePolicies,
	saveServices,
	unwrap,
} from '../../../engine';
import { mailTo } from '../plays/arrivals';
import type { Stage } from '../stage';
import { Looks, type Place } from './looks';

/** Heads of three departments, one in each language. */
const HEADS = [
	{ id: 'chen-jing', email: 'chen.jing@acme.example', departmentId: 'finance', locale: 'zh-CN' },
	{ id: 'zhao-min', email: 'zhao.min@acme.example', departmentId: 'legal', locale: 'de' },
	{ id: 'miriam', email: 'miriam.albrecht@acme.example', departmentId: 'hr', locale: 'en' },
] as const;
const PRIORITIES = ['normal', 'high', 'low'];
/** As the subject of a summary begins, and of no other mail: how many more there are. */
const SUBJECTS = { 'zh-CN': '另有', de: 'weitere', en: ' more ' };

/** So many requests break their promises at once that each head gets the last of them in one mail, about a minute later. */
export async function openManyRequests({ engine }: Stage): Promise<void> {
	const id = (departmentId: string) => `many-${departmentId}`;
	for (const { id: memberId, locale } of HEADS)
		unwrap((await saveMembers(engine, [{ id: memberId, locale }]))[0]);
	const levels = [{ targets: [{ kind: 'departmentHead' }] }];
	unwrap((await savePolicies(engine, [{ id: 'many', name: 'The head at once', levels }]))[0]);
	for (const { departmentId } of HEADS) {
		const service = { id: id(departmentId), name: 'Badge for a visitor', departmentId };
		unwrap((await saveServices(engine, [service]))[0]);
		const agreement = {
			id: id(departmentId),
			serviceId: id(departmentId),
			calendarId: 'always',
			escalationPolicyId: 'many',
			warnAtPercent: [],
			targets: [{ metric: 'firstResponse', target: '5 s' }],
		};
		unwrap((await saveAgreements(engine, [agreement]))[0]);
	}
	const requests = HEADS.flatMap(({ departmentId }) =>
		Array.from({ length: 20 }, (_, n) => ({
			title: `Badge for visitor ${n + 1}`,
			serviceId: id(departmentId),
			priority: PRIORITIES[n % PRIORITIES.length],
		})),
	);
	(await openRequests(engine, requests)).forEach(unwrap);
}

/** The mail that stands for many, and the page that lists them all. */
export async function takeSummaries(
	stage: Stage,
	browser: Browser,
	place: Place,
	since: number,
): Promise<void> {
	for (const { email, locale } of HEADS) {
		const mail = await mailTo(stage, email, since, SUBJECTS[locale]);
		const looks = await Looks.open(browser, locale, place);
		await looks.mail('mail-summary', mail);
		await looks.page('page-list', /https?:\/\/\S+list=\S+/.exec(mail.text)?.[0] ?? '');
		await looks.close();
		console.log(`${locale}: summary`);
	}
}
