/**
 * A property that holds for sixty random cases seldom fails for the next hundred; what it costs to ask for those is paid by
 * everybody who runs the tests. So `npm test` asks a moderate number, anew each time, and `npm run test:thorough` many.
 */
const isThorough = process.env.ICRM_TEST_THOROUGH === 'yes';

/** A number of cases or rows, mostly: as `npm test` has it, and as `npm run test:thorough` has it. */
export const thoroughly = <T>(usually: T, then: T): T => (isThorough ? then : usually);

/**
 * A whole company, where it matters that all of them go in together. Usually few, but more than either database takes in
 * one statement (2,000 rows, and 500 ids), and no round number, so that every size of statement is used.
 */
export const WHOLE_COMPANY = thoroughly(2_345, 10_000);

/** Items of one run of a node, where each has to find its way back to its item: more than the 500 ids of one statement. */
export const MANY_ITEMS = thoroughly(601, 3_000);
