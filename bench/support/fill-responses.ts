import { sql } from 'kysely';
import { importCompany } from '../../engine/directory';
import type { Engine } from '../../engine/engine';
import { unwrap } from '../../engine/outcome';
import { saveSurveys } from '../../engine/survey';
import { people } from './people';

const MEMBERS = 1_000;
const DEPARTMENTS = 40;
const DAY_MS = 24 * 60 * 60 * 1000;

const company = {
	departments: Array.from({ length: DEPARTMENTS }, (_, n) => ({ id: `d${n}`, name: `Team ${n}` })),
	members: people(MEMBERS).map(({ id, name, email }, n) => ({
		id,
		name,
		email,
		departmentId: `d${n % DEPARTMENTS}`,
	})),
};
const survey = {
	id: 'work',
	scale: 'csat',
	title: 'How was it?',
	question: 'How satisfied are you with {department}?',
	anonymity: 'identified',
};

/** A survey that everybody who was asked has answered, every second with a comment. Returns its id. */
export async function fillResponses(engine: Engine, answers: number): Promise<string> {
	await importCompany(engine, company);
	unwrap((await saveSurveys(engine, [survey]))[0]);
	const sentAt = sql.lit(engine.now() - 100 * DAY_MS);
	const until = sql.lit(engine.now() - DAY_MS);
	await engine.transaction(async (trx) => {
		await sql`insert into invitation (id, survey_id, survey_version, member_id, department_id, customer_department_id,
				occasion, subject, state, send_at, sent_at, expires_at)
			with recursive n (n) as (select 0 union all select n + 1 from n where n < ${sql.lit(answers - 1)})
			select 'i' || n, ${sql.lit(survey.id)}, 1, 'p' || (n % ${sql.lit(MEMBERS)}), 'd' || (n % 7), 'd' || (n % ${sql.lit(DEPARTMENTS)}),
				'request:r' || n, 'Request number ' || n, 'answered', ${sentAt}, ${sentAt}, ${until} from n`.execute(trx);
		await sql`insert into response (id, survey_id, survey_version, department_id, customer_department_id, week, rating, comment, invitation_id)
			select 'a' || id, survey_id, survey_version, department_id, customer_department_id, '2026-03-02',
				1 + length(id) % 5, case when length(id) % 2 = 0 then 'It took a while, but it works: ' || subject end, id from invitation`.execute(
			trx,
		);
	});
	return survey.id;
}
