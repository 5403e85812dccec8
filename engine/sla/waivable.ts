import { invalid, type IcrmError } from '../errors';
import { clockNameOf } from './clock-id';
import type { ClockRecord, FactBody, Request } from './types';

/**
 * What is wrong with a waiver: that there is no such clock. Undefined where it waives one, and for any other fact.
 *
 * @param clocks of the request
 */
export function faultOfWaiver(
	{ title }: Request,
	clocks: readonly ClockRecord[],
	body: FactBody,
): IcrmError | undefined {
	if (body.kind !== 'waived') return undefined;
	const { metric, agreementKind = 'all' } = body;
	const names = clocks.filter(({ state }) => state !== 'withdrawn').map(clockNameOf);
	const isThere = names.some(
		(clock) => clock.metric === metric && (agreementKind === 'all' || clock.kind === agreementKind),
	);
	if (isThere) return undefined;
	const which = agreementKind === 'all' ? '' : ` of the kind '${agreementKind}'`;
	const others = names.map((clock) => `${clock.metric} (${clock.kind})`).join(', ');
	return invalid(
		'agreementKind',
		agreementKind,
		`Request '${title}' has no ${metric} clock${which} that could be waived`,
		others === ''
			? 'No agreement applies to the request, so that nothing of it is due.'
			: `Choose one of its clocks: ${others}.`,
	);
}
