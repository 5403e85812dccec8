import fc from 'fast-check';
import { answersAt, surveyResults, type ResultFilter } from '../../../engine/survey/results';
import { score } from '../../../engine/survey/score';
import type { Response, Survey } from '../../../engine/survey/types';
import { endOfWeek, weekOf } from '../../../engine/survey/week';
import { COMMENT_FACTOR, sealGroups, type Asked } from '../../../engine/survey/withhold';
import { thoroughly } from '../../support/thorough';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONDAY = Date.UTC(2026, 2, 2);

const text = { en: '', zh: '' };
const surveyOf = (version: number, minimumGroup: number, expiresAfterDays: number): Survey => ({
	id: 's',
	name: 'S',
	version,
	scale: 'nps',
	title: text,
	question: text,
	least: text,
	most: text,
	anonymity: 'anonymous',
	minimumGroup,
	delayMs: 0,
	delayDays: 0,
	sendAt: 'workingHours',
	expiresAfterMs: expiresAfterDays * DAY,
	lowAt: 6,
});
/** The survey was edited: larger groups and a shorter time from the second version on, and back again. */
const VERSIONS = [surveyOf(1, 3, 7), surveyOf(2, 4, 3), surveyOf(3, 3, 10)];
const promised = (version: number): Survey => VERSIONS[version - 1] ?? surveyOf(version, 3, 7);

/* ---- A company in which people are asked, answer, change their minds, and somebody looks on ---- */

const DEPARTMENTS = ['it', 'hr'];
const CUSTOMERS = ['sales', 'plant', 'legal'];
const PEOPLE_EACH = 8;

type Action =
	| { readonly kind: 'ask'; readonly departmentId: string; readonly customerDepartmentId: string }
	| { readonly kind: 'answer' | 'change'; readonly picks: readonly number[]; readonly rating: number }
	| { readonly kind: 'wait'; readonly hours: number }
	| { readonly kind: 'edit' };

const action: fc.Arbitrary<Action> = fc.oneof(
	fc.record({
		kind: fc.constant('ask' as const),
		departmentId: fc.constantFrom(...DEPARTMENTS),
		customerDepartmentId: fc.constantFrom(...CUSTOMERS),
	}),
	...(['answer', 'answer', 'change'] as const).map((kind) =>
		fc.record({
			kind: fc.constant(kind),
			picks: fc.array(fc.nat(999), { minLength: 1, maxLength: 6 }),
			rating: fc.nat(10),
		}),
	),
	fc.record({ kind: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 24 * 9 }) }),
	fc.constant({ kind: 'edit' as const }),
);

class Company {
	now = MONDAY;
	version = 1;
	readonly asked: (Asked & { readonly sentAt: number })[] = [];
	/** By the index of its invitation. */
	readonly responses = new Map<number, Response>();

	act(what: Action): void {
		if (what.kind === 'wait') this.now += what.hours * HOUR;
		if (what.kind === 'edit') this.version = (this.version % VERSIONS.length) + 1;
		if (what.kind === 'ask') {
			const { departmentId, customerDepartmentId } = what;
			for (let person = 0; person < PEOPLE_EACH; person++) {
				const memberId = `${customerDepartmentId}-${person}`;
				const sentAt = this.now;
				this.asked.push({
					memberId,
					departmentId,
					customerDepartmentId,
					sentAt,
					surveyVersion: this.version,
				});
			}
		}
		if (what.kind !== 'answer' && what.kind !== 'change') return;
		for (const pick of what.picks) {
			const open = [...this.asked.keys()].filter((index) => this.isOpen(index, what.kind === 'change'));
			const index = open[pick % open.length];
			if (index !== undefined) this.answer(index, what.rating);
		}
	}

	private isOpen(index: number, answered: boolean): boolean {
		const { sentAt = Infinity, surveyVersion = 0 } = this.asked[index] ?? {};
		return (
			this.responses.has(index) === answered && this.now < sentAt + promised(surveyVersion).expiresAfterMs
		);
	}

	private answer(index: number, rating: number): void {
		const invitation = this.asked[index];
		if (!invitation) return;
		const { departmentId, customerDepartmentId, surveyVersion } = invitation;
		this.responses.set(index, {
			id: `r${index}`,
			surveyId: 's',
			surveyVersion,
			departmentId,
			customerDepartmentId,
			week: this.responses.get(index)?.week ?? weekOf(this.now),
			rating,
			comment: `by ${index}`,
			invitationId: undefined,
		});
	}

	results(query: ResultFilter) {
		const responses = [...this.responses.values()];
		const { asked: invited, now } = this;
		return surveyResults({
			survey: promised(this.version),
			versions: VERSIONS,
			responses,
			invited,
			query,
			now,
		});
	}
}

const QUERIES: readonly ResultFilter[] = [undefined, ...DEPARTMENTS].flatMap((departmentId) =>
	[undefined, ...CUSTOMERS].map((customerDepartmentId) => ({
		...(departmentId === undefined ? {} : { departmentId }),
		...(customerDepartmentId === undefined ? {} : { customerDepartmentId }),
	})),
);

/** Which answers a query lets through. An empty list is withheld. */
type Rule = (company: Company) => (query: ResultFilter) => readonly Response[];

const bySealing =
	(factor = 1): Rule =>
	({ responses, asked, now }) => {
		const groups = sealGroups([...responses.values()], asked, promised, now, factor);
		return (query) => answersAt(groups, query);
	};

const enough = (answers: readonly Response[], query: ResultFilter) => {
	const there = answers.filter(
		({ departmentId, customerDepartmentId }) =>
			(query.departmentId ?? departmentId) === departmentId &&
			(query.customerDepartmentId ?? customerDepartmentId) === customerDepartmentId,
	);
	return there.length >= 4 ? there : [];
};

/** What most products do: a number is shown from k answers on. */
const byThreshold: Rule = (company) => (query) => enough([...company.responses.values()], query);
/** The same, of answers that cannot change any more. */
const byThresholdOfSettled: Rule = (company) => (query) =>
	enough(
		[...company.responses.values()].filter(
			({ week, surveyVersion }) =>
				endOfWeek(week) + promised(surveyVersion).expiresAfterMs + HOUR <= company.now,
		),
		query,
	);

/**
 * The attacker keeps everything that was ever released, whatever the filter and whenever. What no release tells apart,
 * no arithmetic can: sums, differences and linear combinations of releases give every answer with the same signature
 * (the releases that it was in, with the rating it then had) the same weight. So the smallest set of answers with one
 * signature is the smallest that can be singled out.
 *
 * @returns that set, as long as it is smaller than what was promised; undefined if there is none
 */
function attack(actions: readonly Action[], rule: Rule, factor = 1) {
	const company = new Company();
	const signatures = new Map<string, { answer: Response; releases: string[] }>();
	actions.forEach((what, step) => {
		company.act(what);
		const release = rule(company);
		for (const [index, query] of QUERIES.entries()) {
			for (const answer of release(query)) {
				const token = `${answer.id}=${answer.rating}`;
				const known = signatures.get(token) ?? { answer, releases: [] };
				known.releases.push(`${step}/${index}`);
				signatures.set(token, known);
			}
		}
	});
	const atoms = Map.groupBy(signatures.values(), ({ releases }) => releases.join(' ')).values();
	return [...atoms].find((atom) => {
		const people = new Set(atom.map(({ answer }) => answer.id)).size;
		return (
			people < factor * Math.max(...atom.map(({ answer }) => promised(answer.surveyVersion).minimumGroup))
		);
	});
}

const story = fc.array(action, { minLength: 30, maxLength: 90 });

describe('nothing that is ever released singles out fewer than k answers', () => {
	test.each([
		['ratings', 1],
		['comments', COMMENT_FACTOR],
	])('%s', (_, factor) => {
		const numRuns = thoroughly(40, 200);
		let released = 0;
		fc.assert(
			fc.property(story, (actions) => {
				expect(attack(actions, bySealing(factor), factor)).toBeUndefined();
				const company = new Company();
				for (const what of actions) company.act(what);
				released += bySealing(factor)(company)({}).length;
			}),
			{ numRuns },
		);
		expect(released).toBeGreaterThan(2 * numRuns);
	});

	test('and results are made of nothing else', () => {
		fc.assert(
			fc.property(story, (actions) => {
				const company = new Company();
				for (const what of actions) {
					company.act(what);
					const release = bySealing()(company);
					for (const query of QUERIES) {
						const ratings = release(query).map(({ rating }) => rating);
						const [whole] = company.results(query).cells;
						expect(whole.withheld).toBe(ratings.length === 0);
						if (whole.withheld) continue;
						const { invited } = whole;
						expect(whole).toMatchObject(score('nps', ratings, invited));
					}
				}
			}),
			{ numRuns: thoroughly(8, 40) },
		);
	});

	test.each([
		['a threshold alone', byThreshold],
		['a threshold on answers that cannot change', byThresholdOfSettled],
	])('%s does not hold it', (_, rule) => {
		const property = fc.property(story, (actions) => attack(actions, rule) === undefined);
		expect(fc.check(property, { numRuns: 150, endOnFailure: true }).failed).toBe(true);
	});
});
