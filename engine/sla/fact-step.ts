import { applyFact, instantOf, isRepeated, type Applied } from './apply-fact';
import type { BookedFact } from './fact-order';
import type { FactInput } from './schema';
import type { AsOf, Fact, FactBody, Request } from './types';

/** What becomes of one fact that is said of a request. */
export interface Step {
	readonly before: Request;
	readonly fact: Fact;
	/** Undefined where nothing is to be written. */
	readonly applied: Applied | undefined;
	readonly warnings: readonly string[];
	readonly isHistory: boolean;
}

/** What is said of a request: by a workflow, or by a ticket system, which may have been heard of the opening late. */
export type FactSaid = FactInput & { readonly asOf?: AsOf };

/** What becomes of one fact, among those that are known. What other systems say is kept, wherever it stands. */
export function stepOf(
	before: Request,
	{ at: said, actor, source = OURSELVES, sourceRef, asOf, history: isHistory = false }: FactSaid,
	body: FactBody,
	{
		known,
		now,
		isOurs,
	}: { readonly known: readonly BookedFact[]; readonly now: number; readonly isOurs: boolean },
): Step {
	const at =
		said === undefined
			? Math.max(now, before.lastFactAt)
			: instantOf(body.kind, isOurs ? said : Math.max(said, before.openedAt), before.openedAt, now);
	const warnings =
		said !== undefined && said > now && at < said
			? [
					`'${body.kind}' at ${iso(said)} is ahead of our clock. It counts from now on; check the other system's clock.`,
				]
			: [];
	const fact: Fact = { ...body, at, actor, source, sourceRef, ...(asOf && { asOf }) };
	const isKnown =
		(at < now && isRepeated(known, fact)) ||
		(sourceRef !== undefined &&
			known.some((one) => one.fact.sourceRef === sourceRef && one.fact.source === source));
	if (isKnown) return { before, fact, applied: undefined, warnings, isHistory };
	const added = { fact, seq: Math.max(0, ...known.map(({ seq }) => seq)) + 1, recordedAt: now };
	const applied = applyFact(before, known, added, { impossible: !isOurs, unchanged: said !== undefined });
	if (!applied || applied.isEffective) return { before, fact, applied, warnings, isHistory };
	const idle = `'${body.kind}' at ${iso(at)} changes nothing where it stands. It is kept, and counts if what arrives later gives it an effect.`;
	return { before, fact, applied, warnings: isOurs ? warnings : [...warnings, idle], isHistory };
}

/** What is said in a workflow, by people; every other source is another system. */
export const OURSELVES = 'n8n';

const iso = (ms: number) => new Date(ms).toISOString();
