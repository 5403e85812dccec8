import type { Plan } from './plan/types';

/**
 * A smaller plan that still fails: without faults that it does not take, then without requests, then with one pump. What is left is
 * not the smallest there is: time is real, and reruns are bounded.
 *
 * @param fails runs a plan, and says whether it fails
 * @param budget how often it may do so
 */
export async function shrink(
	plan: Plan,
	fails: (plan: Plan) => Promise<boolean>,
	budget: number,
): Promise<Plan> {
	let left = budget;
	const test = async (candidate: Plan): Promise<boolean> => left-- > 0 && (await fails(candidate));
	const faults = await fewest(plan.faults, (some) => test({ ...plan, faults: some }));
	const lean = { ...plan, faults };
	const all = [...new Set(plan.writers.flat().map(({ request }) => request))];
	const requests = await fewest(all, (some) => test(onlyOf(lean, some)));
	const small = onlyOf(lean, requests);
	const single = { ...small, pumps: 1 };
	return small.pumps > 1 && (await test(single)) ? single : small;
}

/** The plan with what is done to these requests alone. */
const onlyOf = (plan: Plan, requests: readonly string[]): Plan => ({
	...plan,
	writers: plan.writers.map((ops) => ops.filter(({ request }) => requests.includes(request))),
});

/**
 * Fewer items of which something still holds: halves are left out, then quarters, and so on (delta debugging, Zeller and Hildebrandt
 * 2002).
 *
 * @param holds asked of some of the items, never of all; false where the budget is used up
 */
export async function fewest<T>(
	items: readonly T[],
	holds: (some: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
	let kept = items;
	for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let from = 0; from < kept.length;) {
			const fewer = [...kept.slice(0, from), ...kept.slice(from + size)];
			if (await holds(fewer)) kept = fewer;
			else from += size;
		}
	}
	return kept;
}
