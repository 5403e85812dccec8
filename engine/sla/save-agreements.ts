import { oneOf, references, type References } from '../directory';
import type { Engine } from '../engine';
import { invalid } from '../errors';
import type { Outcome } from '../outcome';
import { distinct, saveVersioned, type Saved, type VersionedKind } from '../records';
import { parseDuration } from '../working-time';
import {
	agreements,
	agreementsFor,
	findAgreements,
	queryAgreements,
	type AgreementListing,
} from './agreement-repository';
import { attachSoon } from './attach-agreements';
import { replanSoon } from './replan';
import { refuseUnreachable } from './reachable';
import { refuseRival } from './rival';
import { parseAgreement, type AgreementInput } from './schema';
import { targetsOf } from './targets';
import type { Agreement } from './types';
import { pluck } from '../pluck';

/**
 * Creates or updates agreements. An edit makes a new version, and every open clock is planned anew with it; what an agreement
 * newly promises, it promises to the open requests of its service and customer as well.
 * Two agreements of one kind for the same service and the same customer are refused: nobody could say which applies.
 */
export const saveAgreements = (
	engine: Engine,
	inputs: readonly unknown[],
): Promise<Outcome<Saved<Agreement>>[]> => saveVersioned(engine, kind, inputs);

const kind: VersionedKind<AgreementInput, Omit<Agreement, 'version'>> = {
	repository: agreements,
	read: parseAgreement,
	// Two new agreements for the same case must not slip in together, so such items follow one another.
	subjectOf: ({ serviceId }) => serviceId,
	async prepare(trx, inputs, now) {
		const named = await references(trx, {
			services: pluck(inputs, 'serviceId'),
			departments: pluck(inputs, 'customerDepartmentId'),
			calendars: pluck(inputs, 'calendarId'),
			policies: pluck(inputs, 'escalationPolicyId'),
		});
		const rivals = await agreementsFor(trx, pluck(inputs, 'serviceId'));
		return (input, stored) => {
			const agreement = agreementOf(input, stored, named);
			refuseRival(agreement, rivals);
			refuseUnreachable(agreement, named.calendar('calendarId', input.calendarId), 'targets', now);
			return agreement;
		};
	},
	async after(engine, trx, changed) {
		if (changed.some(({ change }) => change === 'updated')) await replanSoon(engine, trx);
		await attachSoon(engine, trx, distinct(changed.map(({ record }) => record.serviceId)));
	},
};

function agreementOf(
	{ name, customerDepartmentId, escalationPolicyId, settlingTime, ...input }: AgreementInput,
	stored: Agreement | undefined,
	named: References,
): Omit<Agreement, 'version'> {
	named.service('serviceId', input.serviceId);
	if (customerDepartmentId !== undefined) named.department('customerDepartmentId', customerDepartmentId);
	const { spec } = named.calendar('calendarId', input.calendarId);
	if (escalationPolicyId !== undefined) named.policy('escalationPolicyId', escalationPolicyId);
	return {
		...input,
		name: name ?? stored?.name ?? input.id,
		...(customerDepartmentId === undefined ? {} : { customerDepartmentId }),
		...(escalationPolicyId === undefined ? {} : { escalationPolicyId }),
		...(settlingTime === undefined ? {} : settling(settlingTime)),
		targets: targetsOf(input.targets, spec),
		warnAtPercent: [...new Set(input.warnAtPercent)].sort((a, b) => a - b),
	};
}

/** What settles for longer would be announced when nobody can act on it any more. */
const LONGEST_SETTLING = { hours: 24, days: 1 };

function settling(written: string | number): Pick<Agreement, 'settlingTime' | 'settlingMs'> {
	const read = parseDuration(written, { field: 'settlingTime', allowZero: true, longest: LONGEST_SETTLING });
	if (read.unit === 'ms') return { settlingTime: String(written), settlingMs: read.ms };
	throw invalid(
		'settlingTime',
		written,
		'News settles for minutes or hours, not for days',
		'Write for example "10 min". Left out, it is 2 minutes.',
	);
}

/**
 * The current version of the agreement with this id.
 *
 * @throws IcrmError `notFound`, with the ids that are spelt alike
 */
export const getAgreement = (engine: Engine, id: string): Promise<Agreement> =>
	oneOf(engine, 'agreement', 'agreementId', id, findAgreements);

/** The current versions of agreements by name, a page at a time: all, or those about one service. */
export const listAgreements = (engine: Engine, wanted: AgreementListing): Promise<Agreement[]> =>
	engine.store.read((db) => queryAgreements(db, wanted));
